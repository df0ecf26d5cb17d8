package dev.vendaval.tests.benchmarks.tally;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TallyTest {
    @TempDir
    private Path directory;

    @Test
    void whatASourceCountsIsRead() {
        Tally source = Tally.ofSource(directory, "line-source", 3);
        source.emitted(1);
        source.emitted(10);
        source.acked();
        source.failed();

        assertThat(new Tallies(directory).read())
                .containsExactly(new Reading(
                        false, "line-source", 3, ProcessHandle.current().pid(), 2, 11, 0, 1, 1, false, 0));
        source.stopped();
        assertThat(new Tallies(directory).read().get(0).stopped()).isTrue();
    }

    @Test
    void aSinkNotesWhenItsFirstTupleCame() {
        Tally sink = Tally.ofSink(directory, "sink", 7);
        Tallies tallies = new Tallies(directory);
        assertThat(tallies.read().get(0).firstReceivedAtNanos()).isZero();
        long before = System.nanoTime();
        sink.received();
        sink.received();

        Reading reading = tallies.read().get(0);
        assertThat(reading.sink()).isTrue();
        assertThat(reading.received()).isEqualTo(2);
        assertThat(reading.firstReceivedAtNanos()).isBetween(before, System.nanoTime());
    }

    @Test
    void aTaskThatStartsAgainGoesOnCounting() {
        Tally.ofSink(directory, "sink", 1).received();
        Tally.ofSink(directory, "sink", 1).received();

        assertThat(new Tallies(directory).read())
                .singleElement()
                .satisfies(reading -> assertThat(reading.received()).isEqualTo(2));
    }

    @Test
    void aFileThatIsNotATallyYetIsLeftOut() throws IOException {
        Files.write(directory.resolve("sink-sink-1-99.tally"), new byte[Tally.WORDS * Long.BYTES]);
        Files.write(directory.resolve("sink-sink-2-99.tally"), new byte[0]);
        Control.create(directory);

        assertThat(new Tallies(directory).read()).isEmpty();
    }

    @Test
    void latenciesOfAllTasksOfARoleAddUp() {
        Tally.ofSink(directory, "sink", 1).latency(1_000);
        Tally.ofSink(directory, "sink", 2).latency(1_000);
        Tally.ofSource(directory, "source", 3).latency(5);

        long[] toSink = new Tallies(directory).latencies(true);
        long[] toAck = new Tallies(directory).latencies(false);
        assertThat(toSink[LatencyBuckets.index(1_000)]).isEqualTo(2);
        assertThat(LongStream.of(toSink).sum()).isEqualTo(2);
        assertThat(LongStream.of(toAck).sum()).isEqualTo(1);
    }

    @Test
    void aSourceSeesStopAndTheBenchmarkSeesTheSubmitCall() {
        Control ours = Control.create(directory);
        Control theirs = Control.open(directory);
        assertThat(theirs.isStopped()).isFalse();
        assertThat(ours.submitCalledAtNanos()).isZero();

        ours.stop();
        Control.submitCalled(directory);

        assertThat(theirs.isStopped()).isTrue();
        assertThat(ours.submitCalledAtNanos()).isNotZero();
    }
}
