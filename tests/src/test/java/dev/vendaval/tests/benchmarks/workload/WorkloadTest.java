package dev.vendaval.tests.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    @Test
    void itComesBackFromItsArguments() {
        Workload workload = Workload.of("latency-10k", Shape.LATENCY, true, 2)
                .withTasks(1, 2, 3)
                .withRate(10_000)
                .withPayload(5)
                .withGrouping("fields");
        assertThat(Workload.parse(workload.toArguments())).isEqualTo(workload);
        Workload plain = Workload.of("spout-null-untracked", Shape.SPOUT_NULL, false, 1);
        assertThat(Workload.parse(plain.toArguments())).isEqualTo(plain);
    }

    @Test
    void tooFewArgumentsAreRefused() {
        assertThatThrownBy(() -> Workload.parse(List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10 arguments");
    }

    @Test
    void allGroupingsMakeACopyForEachSink() {
        assertThat(Workload.of("f", Shape.FANOUT_ALL, true, 1)
                        .withTasks(1, 0, 8)
                        .copies())
                .isEqualTo(8);
        assertThat(Workload.of("g", Shape.GROUPING, true, 1)
                        .withTasks(1, 0, 4)
                        .withGrouping("all")
                        .copies())
                .isEqualTo(4);
        assertThat(Workload.of("g", Shape.GROUPING, true, 1)
                        .withTasks(1, 0, 4)
                        .withGrouping("fields")
                        .copies())
                .isEqualTo(1);
    }
}
