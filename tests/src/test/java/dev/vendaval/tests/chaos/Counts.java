package dev.vendaval.tests.chaos;

import dev.vendaval.tests.topologies.chaos.Recording;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.util.HashSet;
import java.util.Set;

/**
 * How much of what there is in a history.
 *
 * @param ids different ones emitted
 * @param emissions of these ids, replays among them
 * @param duplicates arrivals of ids that had arrived before
 * @param repeats those of them that a link or hop made: the very same emission arrived before
 */
record Counts(long ids, long emissions, long acked, long failed, long duplicates, long repeats) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    static Counts of(History history) {
        long arrivals = history.count(Kind.RECEIVED);
        return new Counts(
                history.ids(Kind.EMITTED).cardinality(),
                history.count(Kind.EMITTED),
                history.count(Kind.ACKED),
                history.count(Kind.FAILED),
                arrivals - history.ids(Kind.RECEIVED).cardinality(),
                arrivals - differentEmissions(history));
    }

    private static long differentEmissions(History history) {
        Set<Long> different = new HashSet<>();
        for (Recording recording : history.recordings()) {
            for (int index = 0; index < recording.size(); index++) {
                if (recording.kind(index) == Kind.RECEIVED) {
                    different.add((long) recording.id(index) << 32 | Integer.toUnsignedLong(recording.number(index)));
                }
            }
        }
        return different.size();
    }

    Counts since(Counts earlier) {
        return new Counts(
                ids - earlier.ids,
                emissions - earlier.emissions,
                acked - earlier.acked,
                failed - earlier.failed,
                duplicates - earlier.duplicates,
                repeats - earlier.repeats);
    }
}
