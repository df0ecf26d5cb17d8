package dev.vendaval.tests.chaos;

import dev.vendaval.tests.chaos.KeyTimeline.Event;
import dev.vendaval.tests.topologies.chaos.Counted;
import dev.vendaval.tests.topologies.chaos.Counting;
import dev.vendaval.tests.topologies.chaos.Recording;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must hold of a {@link Counting} topology at rest, however often it was rebalanced. Pure: a history and what is seen
 * from outside, to complaints.
 */
final class CountingChecker {
    private static final int EXAMPLES = 3;

    private CountingChecker() {}

    /** Whether anything of the topology was killed: only then may tuples be replayed and counts begin anew. */
    enum Kills {
        NONE,
        SOME
    }

    /** Everything that is wrong, a sentence each; empty if all is well. */
    static List<String> complaints(History history, Rest rest, Kills kills) {
        return complaints(history, rest, kills, Set.of());
    }

    /**
     * The same where the counting bolt has grown.
     *
     * @param grown tasks that it has got, which take over keys of those with smaller ids
     */
    static List<String> complaints(History history, Rest rest, Kills kills, Set<Integer> grown) {
        List<String> complaints = new ArrayList<>(Checker.complaints(history, rest));
        KeyTimeline counted = KeyTimeline.of(history, Kind.COUNTED);
        KeyTimeline received = KeyTimeline.of(history, Kind.RECEIVED);
        if (kills == Kills.NONE) {
            addOf(complaints, "ids failed", history.ids(Kind.FAILED));
            addOf(complaints, "ids were counted more than once", history.repeated(Kind.COUNTED));
            addOf(complaints, "ids came to the sink more than once", history.repeated(Kind.RECEIVED));
        }
        for (int key = 0; key < Counting.KEYS; key++) {
            owners(complaints, "count", key, counted.of(key), grown);
            owners(complaints, "sink", key, received.of(key), Set.of());
            counts(complaints, key, counted.of(key), kills);
            order(complaints, key, received.of(key));
            if (kills == Kills.NONE) {
                exact(complaints, key, received.of(key));
            }
        }
        return complaints;
    }

    private static void addOf(List<String> complaints, String what, BitSet ids) {
        if (!ids.isEmpty()) {
            complaints.add(ids.cardinality() + " " + what + ": "
                    + ids.stream().limit(EXAMPLES).mapToObj(String::valueOf).collect(Collectors.joining(", ")));
        }
    }

    /** A key belongs to one task, or goes on to one that has grown, and to one instance of it at a time. */
    private static void owners(
            List<String> complaints, String component, int key, List<Event> events, Set<Integer> grown) {
        Set<Recording> former = new LinkedHashSet<>();
        Recording present = null;
        for (Event event : events) {
            if (event.by() == present) {
                continue;
            }
            boolean isHeir = present != null
                    && event.by().task() > present.task()
                    && grown.contains(event.by().task());
            if (present != null && event.by().task() != present.task() && !isHeir) {
                complaints.add("key " + key + " at " + component + " was with " + present + " and with " + event.by());
                return;
            }
            if (!former.add(event.by())) {
                complaints.add("key " + key + " at " + component + " came to " + event.by() + " again, at id "
                        + event.id() + ", after it had come to " + present);
                return;
            }
            present = event.by();
        }
    }

    /** Each count is one more than that before it; it may begin anew where an instance is new after a death. */
    private static void counts(List<String> complaints, int key, List<Event> events, Kills kills) {
        Event before = null;
        for (Event event : events) {
            int expected = before == null ? 1 : before.number() + 1;
            boolean isAnew = kills == Kills.SOME && before != null && before.by() != event.by() && event.number() == 1;
            if (event.number() != expected && !isAnew) {
                complaints.add("key " + key + ": id " + event.id() + " was counted as number " + event.number()
                        + ", not " + expected + ", by " + event.by()
                        + (before == null ? "" : " after id " + before.id() + " by " + before.by()));
                return;
            }
            before = event;
        }
    }

    /** What is no replay comes to the sink in the order in which it was emitted. */
    private static void order(List<String> complaints, int key, List<Event> events) {
        int highest = -1;
        for (Event event : events) {
            if (Counted.isReplay(event.number())) {
                continue;
            }
            if (event.id() <= highest) {
                complaints.add("key " + key + ": id " + event.id() + " came to " + event.by() + " after id " + highest);
                return;
            }
            highest = event.id();
        }
    }

    /** Without a replay the n-th tuple of a key has the count n. */
    private static void exact(List<String> complaints, int key, List<Event> events) {
        for (Event event : events) {
            int expected = event.id() / Counting.KEYS + 1;
            if (Counted.count(event.number()) != expected) {
                complaints.add("key " + key + ": id " + event.id() + " came to the sink with count "
                        + Counted.count(event.number()) + ", not " + expected);
                return;
            }
        }
    }
}
