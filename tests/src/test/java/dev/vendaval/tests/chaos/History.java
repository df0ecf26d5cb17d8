package dev.vendaval.tests.chaos;

import dev.vendaval.tests.topologies.chaos.Chaos;
import dev.vendaval.tests.topologies.chaos.Recording;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** What all instances of all components of one topology put on tape until now. Immutable. */
record History(List<Recording> recordings) {
    private static final long NEVER = Long.MAX_VALUE;

    static History read(Path tapes) throws IOException {
        List<Recording> recordings = new ArrayList<>();
        for (Path tape : Recording.tapes(tapes)) {
            recordings.add(Recording.read(tape));
        }
        return new History(List.copyOf(recordings));
    }

    List<Recording> sources() {
        return recordings.stream()
                .filter(recording -> recording.component().equals(Chaos.SOURCE))
                .toList();
    }

    /** The ids of all records of a kind. */
    BitSet ids(Kind kind) {
        BitSet ids = new BitSet();
        for (Recording recording : recordings) {
            for (int index = 0; index < recording.size(); index++) {
                if (recording.kind(index) == kind) {
                    ids.set(recording.id(index));
                }
            }
        }
        return ids;
    }

    /** The ids that have several records of a kind. */
    BitSet repeated(Kind kind) {
        BitSet once = new BitSet();
        BitSet repeated = new BitSet();
        for (Recording recording : recordings) {
            for (int index = 0; index < recording.size(); index++) {
                int id = recording.id(index);
                if (recording.kind(index) == kind) {
                    repeated.set(id, repeated.get(id) || once.get(id));
                    once.set(id);
                }
            }
        }
        return repeated;
    }

    int count(Kind kind) {
        int count = 0;
        for (Recording recording : recordings) {
            for (int index = 0; index < recording.size(); index++) {
                count += recording.kind(index) == kind ? 1 : 0;
            }
        }
        return count;
    }

    /** When each id had its first record of a kind; {@link Long#MAX_VALUE} for one that never had. */
    long[] firstTimes(Kind kind) {
        long[] times = new long[ids(kind).length()];
        Arrays.fill(times, NEVER);
        for (Recording recording : recordings) {
            for (int index = 0; index < recording.size(); index++) {
                if (recording.kind(index) == kind) {
                    int id = recording.id(index);
                    times[id] = Math.min(times[id], recording.nanos(index));
                }
            }
        }
        return times;
    }
}
