package dev.vendaval.tests.benchmarks.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.benchmarks.tally.Control;
import dev.vendaval.tests.benchmarks.tally.Reading;
import dev.vendaval.tests.benchmarks.tally.Tallies;
import dev.vendaval.tests.benchmarks.workload.Shape;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTaskTest {
    @TempDir
    Path directory;

    @Test
    void itCountsUntilTheBenchmarkSaysStopAndThenSaysSo() {
        Control control = Control.create(directory);
        Workload workload = Workload.of("all", Shape.FANOUT_ALL, true, 1).withTasks(1, 0, 8);
        SourceTask task = SourceTask.open(directory.toString(), workload, Workload.SOURCE, 3);
        assertThat(task.mayEmit()).isTrue();
        task.emitted();
        task.emitted(2);
        task.acked();
        task.failed();
        assertThat(reading().stopped()).isFalse();

        control.stop();

        assertThat(task.mayEmit()).isFalse();
        assertThat(reading())
                .isEqualTo(
                        new Reading(false, "source", 3, ProcessHandle.current().pid(), 2, 10, 0, 1, 1, true, 0));
    }

    @Test
    void anAckOfWhatWasDueIsALatencyToo() {
        Control.create(directory);
        SourceTask task = SourceTask.open(
                directory.toString(), Workload.of("latency", Shape.LATENCY, true, 1), Workload.SOURCE, 1);

        task.acked(System.nanoTime());

        assertThat(reading().acked()).isEqualTo(1);
        assertThat(new Tallies(directory).latencies(false)).contains(1);
    }

    @Test
    void onlyATrackedWorkloadEmitsWithIds() {
        Control.create(directory);
        Workload tracked = Workload.of("tracked", Shape.SPOUT_NULL, true, 1);
        Workload untracked = Workload.of("untracked", Shape.SPOUT_NULL, false, 1);

        assertThat(SourceTask.open(directory.toString(), tracked, "source", 1).idOf("id"))
                .isEqualTo("id");
        assertThat(SourceTask.open(directory.toString(), untracked, "source", 2).idOf("id"))
                .isNull();
    }

    @Test
    void tasksOfADirectGroupingAreNamedOneAfterTheOther() {
        InTurn turn = new InTurn(List.of(5, 6, 7));

        assertThat(List.of(turn.next(), turn.next(), turn.next(), turn.next())).containsExactly(6, 7, 5, 6);
    }

    private Reading reading() {
        return new Tallies(directory).read().get(0);
    }
}
