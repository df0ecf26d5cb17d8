package dev.vendaval.tests.chaos;

import dev.vendaval.tests.topologies.chaos.Counting;
import dev.vendaval.tests.topologies.chaos.Recording;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All records of a kind, by key, in the order of their times, whichever instance noted them. Immutable. */
final class KeyTimeline {
    /** One record, with the tape it is on. */
    record Event(Recording by, int id, int number, long nanos) {}

    private final List<List<Event>> byKey = new ArrayList<>();

    private KeyTimeline(History history, Kind kind) {
        for (int key = 0; key < Counting.KEYS; key++) {
            byKey.add(new ArrayList<>());
        }
        for (Recording recording : history.recordings()) {
            for (int index = 0; index < recording.size(); index++) {
                if (recording.kind(index) == kind) {
                    int id = recording.id(index);
                    byKey.get(id % Counting.KEYS)
                            .add(new Event(recording, id, recording.number(index), recording.nanos(index)));
                }
            }
        }
        byKey.forEach(events -> events.sort(Comparator.comparingLong(Event::nanos)));
    }

    static KeyTimeline of(History history, Kind kind) {
        return new KeyTimeline(history, kind);
    }

    List<Event> of(int key) {
        return byKey.get(key);
    }

    /** The longest time between two records of one key, of all that reach into this span; nanoseconds. */
    long longestSilence(long from, long until) {
        long longest = 0;
        for (List<Event> events : byKey) {
            for (int next = 1; next < events.size(); next++) {
                long begin = events.get(next - 1).nanos();
                long end = events.get(next).nanos();
                if (end >= from && begin <= until) {
                    longest = Math.max(longest, end - begin);
                }
            }
        }
        return longest;
    }
}
