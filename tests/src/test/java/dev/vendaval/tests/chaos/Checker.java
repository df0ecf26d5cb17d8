package dev.vendaval.tests.chaos;

import dev.vendaval.tests.topologies.chaos.Recording;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What must hold once the cluster rests after a fault. Pure: a history and what is seen from outside, to complaints. */
final class Checker {
    private static final int EXAMPLES = 5;

    private Checker() {}

    /** Everything that is wrong, a sentence each; empty if all is well. */
    static List<String> complaints(History history, Rest rest) {
        List<String> complaints = new ArrayList<>();
        complaints.addAll(lostIds(history));
        complaints.addAll(outcomes(history, rest.livePids()));
        complaints.addAll(owners(history, rest.livePids()));
        rest.inFlight().forEach((what, number) -> complaints.add("in flight at rest: " + what + " = " + number));
        if (!rest.bystanderBefore().equals(rest.bystanderAfter())) {
            complaints.add("the untouched topology ran in processes " + rest.bystanderBefore() + ", now in "
                    + rest.bystanderAfter());
        }
        return complaints;
    }

    /** Every id that any instance of the source emitted is at the sink. */
    private static List<String> lostIds(History history) {
        BitSet lost = history.ids(Kind.EMITTED);
        lost.andNot(history.ids(Kind.RECEIVED));
        return lost.isEmpty()
                ? List.of()
                : List.of(lost.cardinality() + " ids never came to the sink: " + examples(lost) + "; last seen: "
                        + lastSeen(history, lost.nextSetBit(0)));
    }

    private static String lastSeen(History history, int id) {
        StringBuilder seen = new StringBuilder();
        for (Recording source : history.sources()) {
            for (int index = 0; index < source.size(); index++) {
                Kind kind = source.kind(index);
                if (source.id(index) == id && kind != Kind.OPENED && kind != Kind.CLOSED) {
                    seen.append(" [id ")
                            .append(id)
                            .append(' ')
                            .append(lower(kind))
                            .append(" at ")
                            .append(source);
                    seen.append(", ").append(millisSinceOpened(source, index)).append(" ms after its open]");
                }
            }
        }
        return seen.toString().trim();
    }

    private static long millisSinceOpened(Recording source, int index) {
        return (source.nanos(index) - source.nanos(0)) / 1_000_000;
    }

    private static String lower(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** One ack or fail for every emission of a source still alive, at most one for one of the dead. */
    private static List<String> outcomes(History history, Set<Long> livePids) {
        List<String> complaints = new ArrayList<>();
        for (Recording source : history.sources()) {
            BitSet waiting = new BitSet();
            BitSet done = new BitSet();
            BitSet twice = new BitSet();
            BitSet unasked = new BitSet();
            int first = firstNumber(source);
            for (int index = 0; index < source.size(); index++) {
                int emission = source.number(index) - first;
                switch (source.kind(index)) {
                    case EMITTED -> waiting.set(emission);
                    case ACKED, FAILED -> {
                        if (emission >= 0 && waiting.get(emission)) {
                            waiting.clear(emission);
                            done.set(emission);
                        } else if (emission >= 0 && done.get(emission)) {
                            twice.set(emission);
                        } else {
                            unasked.set(source.id(index));
                        }
                    }
                    default -> {}
                }
            }
            if (!twice.isEmpty()) {
                complaints.add(twice.cardinality() + " emissions of " + source + " got a second ack or fail: the ids "
                        + examples(idsOf(source, twice, first)));
            }
            if (!unasked.isEmpty()) {
                complaints.add(source + " got ack or fail for ids it had not emitted: " + examples(unasked));
            }
            boolean alive = livePids.contains(source.pid()) && !source.isClosed();
            if (alive && !waiting.isEmpty()) {
                complaints.add(waiting.cardinality() + " emissions of " + source
                        + ", which is alive, got neither ack nor fail: the ids "
                        + examples(idsOf(source, waiting, first)));
            }
        }
        return complaints;
    }

    /** An instance numbers its emissions on from those of the instances before it. */
    private static int firstNumber(Recording source) {
        for (int index = 0; index < source.size(); index++) {
            if (source.kind(index) == Kind.EMITTED) {
                return source.number(index);
            }
        }
        return 0;
    }

    private static BitSet idsOf(Recording source, BitSet emissions, int first) {
        BitSet ids = new BitSet();
        for (int index = 0; index < source.size(); index++) {
            if (source.kind(index) == Kind.EMITTED && emissions.get(source.number(index) - first)) {
                ids.set(source.id(index));
            }
        }
        return ids;
    }

    /** Each task that ever ran has one living instance. */
    private static List<String> owners(History history, Set<Long> livePids) {
        TreeMap<String, List<Recording>> owners = new TreeMap<>();
        for (Recording recording : history.recordings()) {
            List<Recording> living =
                    owners.computeIfAbsent(recording.component() + "-" + recording.task(), task -> new ArrayList<>());
            if (livePids.contains(recording.pid()) && !recording.isClosed()) {
                living.add(recording);
            }
        }
        return owners.entrySet().stream()
                .filter(task -> task.getValue().size() != 1)
                .map(task -> task.getValue().isEmpty()
                        ? "task " + task.getKey() + " has no owner"
                        : "task " + task.getKey() + " has " + task.getValue().size() + " owners: "
                                + task.getValue().stream()
                                        .map(Recording::toString)
                                        .collect(Collectors.joining(", ")))
                .toList();
    }

    private static String examples(BitSet set) {
        String few = set.stream().limit(EXAMPLES).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        return set.cardinality() > EXAMPLES ? few + ", ..." : few;
    }
}
