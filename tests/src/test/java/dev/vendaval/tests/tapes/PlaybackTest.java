package dev.vendaval.tests.tapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.topologies.chaos.Counted;
import dev.vendaval.tests.topologies.chaos.Counting;
import dev.vendaval.tests.topologies.chaos.Tape;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaybackTest {
    private static final long EVER = Long.MAX_VALUE;

    @TempDir
    Path directory;

    private Playback playback;
    private Tape source;
    private Tape sink;

    @BeforeEach
    void begin() throws IOException {
        playback = new Playback(directory);
        source = Tape.begin(directory.toString(), Counting.SOURCE, 1);
        sink = Tape.begin(directory.toString(), "sink", 2);
    }

    private void done(int id) throws IOException {
        sink.note(Kind.RECEIVED, id, 1);
        source.note(Kind.ACKED, id, id);
    }

    @Test
    void anIdIsUndoneUntilItHasArrivedAndBeenAcked() throws IOException {
        source.note(Kind.EMITTED, 0, 0);
        source.note(Kind.EMITTED, 1, 1);
        done(0);
        sink.note(Kind.RECEIVED, 1, 1);
        playback.readOn();
        assertThat(playback.emitted(0, EVER)).isEqualTo(2);
        assertThat(playback.undone(0, EVER)).isEqualTo(1);

        source.note(Kind.ACKED, 1, 1);
        playback.readOn();
        assertThat(playback.undone(0, EVER)).isZero();
    }

    @Test
    void aLostIdStaysUndoneThoughItIsAcked() throws IOException {
        source.note(Kind.EMITTED, 0, 0);
        source.note(Kind.ACKED, 0, 0);
        playback.readOn();
        assertThat(playback.undone(0, EVER)).isEqualTo(1);
    }

    @Test
    void replaysAreOverWithTheAckOfTheLastOne() throws IOException {
        source.note(Kind.EMITTED, 0, 0);
        source.note(Kind.EMITTED, 1, 1);
        done(0);
        long fault = System.nanoTime();
        source.note(Kind.FAILED, 1, 1);
        source.note(Kind.EMITTED, 1, 2);
        done(1);
        long afterReplay = System.nanoTime();
        source.note(Kind.EMITTED, 2, 3);
        done(2);
        sink.note(Kind.RECEIVED, 2, 1);
        playback.readOn();
        assertThat(playback.lastReplayAcked(fault, EVER)).isBetween(fault, afterReplay);
        assertThat(playback.failed(fault, EVER)).isEqualTo(1);
        assertThat(playback.repeated(fault, EVER)).isEqualTo(1);
        assertThat(playback.lastReplayAcked(afterReplay, EVER)).isEqualTo(afterReplay);
    }

    @Test
    void whatOvertakesOrIsCountedWronglyIsFound() throws IOException {
        for (int id = 0; id <= 2 * Counting.KEYS; id += Counting.KEYS) {
            source.note(Kind.EMITTED, id, 0);
        }
        sink.note(Kind.RECEIVED, Counting.KEYS, Counted.number(2, false));
        sink.note(Kind.RECEIVED, 0, Counted.number(1, false));
        sink.note(Kind.RECEIVED, 2 * Counting.KEYS, Counted.number(4, false));
        playback.readOn();
        assertThat(playback.reordered(0, EVER)).isEqualTo(1);
        assertThat(playback.miscounted(0, EVER)).isEqualTo(1);
    }

    @Test
    void theSilenceIsThatOfTheMostSilentKey() throws IOException {
        sink.note(Kind.RECEIVED, 0, 1);
        long from = System.nanoTime();
        sink.note(Kind.RECEIVED, 1, 1);
        sink.note(Kind.RECEIVED, Counting.KEYS + 1, 2);
        long until = System.nanoTime() + 1_000_000_000;
        playback.readOn();
        assertThat(playback.longestSilence(from, until)).isBetween(until - from, until - from + 1_000_000_000);
    }

    @Test
    void theProcessesAreThoseOfTheNewestInstances() throws IOException {
        playback.readOn();
        assertThat(playback.pids()).containsExactly(ProcessHandle.current().pid());
        assertThat(playback.pids(Counting.COUNT)).isEmpty();
        assertThat(playback.hasBegun(Counting.SOURCE, 0)).isTrue();
        assertThat(playback.hasBegun(Counting.SOURCE, System.nanoTime())).isFalse();
    }
}
