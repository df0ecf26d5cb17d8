package dev.vendaval.tests.benchmarks.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.benchmarks.workload.Schedule;
import dev.vendaval.tests.benchmarks.workload.Shape;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DueTuplesTest {
    private final AtomicLong now = new AtomicLong();
    private final List<Long> emitted = new ArrayList<>();
    private final DueTuples tuples = new DueTuples(
            now::get, Workload.of("latency", Shape.LATENCY, true, 1).withRate(10_000), emitted::add);

    @Test
    void theScheduleBeginsWithTheFirstCallHoweverLateThatIs() {
        now.set(5_000_000);
        tuples.emitDue();
        now.set(5_250_000);
        tuples.emitDue();
        tuples.emitDue();

        assertThat(emitted).containsExactly(5_000_000L, 5_100_000L, 5_200_000L);
    }

    @Test
    void aSourceThatIsLateEmitsAllButNoMoreThanSoManyInOneCall() {
        tuples.emitDue();
        now.set(100_000L * 3 * Schedule.MOST_AT_ONCE / 2);
        tuples.emitDue();
        assertThat(emitted).hasSize(1 + Schedule.MOST_AT_ONCE);
        tuples.emitDue();
        assertThat(emitted).hasSize(1 + Schedule.MOST_AT_ONCE * 3 / 2).doesNotHaveDuplicates();
    }
}
