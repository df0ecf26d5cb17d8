package dev.vendaval.tests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.benchmarks.tally.Reading;
import dev.vendaval.tests.benchmarks.workload.Shape;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

class TotalsTest {
    private static Reading source(long pid, long emitted, long expected, long acked, long failed, boolean stopped) {
        return new Reading(false, "source", 1, pid, emitted, expected, 0, acked, failed, stopped, 0);
    }

    private static Reading sink(long pid, long received, long firstAt) {
        return new Reading(true, "sink", 2, pid, 0, 0, received, 0, 0, false, firstAt);
    }

    private static Scenario scenario(int workers) {
        return new Scenario(Workload.of("spout-null", Shape.SPOUT_NULL, true, workers), Scenario.Kind.THROUGHPUT);
    }

    @Test
    void aRunIsValidOnceAllHasArrivedAndIsAcked() {
        Totals totals = Totals.of(List.of(source(1, 5, 10, 5, 0, true), sink(1, 6, 44), sink(1, 4, 33)));
        assertThat(totals.faults(true)).isEmpty();
        assertThat(totals.firstReceivedAtNanos()).isEqualTo(33);
    }

    @Test
    void whatIsMissingIsNamed() {
        Totals totals = Totals.of(List.of(source(1, 5, 10, 4, 1, false), sink(1, 9, 44)));
        assertThat(totals.faults(true))
                .containsExactly(
                        "1 of 1 sources have not stopped",
                        "the sinks received 9 tuples of the 10 that 5 emitted ones make",
                        "4 of 5 tracked tuples were acked",
                        "1 tracked tuples failed");
    }

    @Test
    void aSurplusTupleIsAFaultAndAcksDoNotMatterUntracked() {
        Totals totals = Totals.of(List.of(source(1, 5, 5, 0, 0, true), sink(1, 6, 44)));
        assertThat(totals.faults(false)).singleElement().asString().contains("received 6 tuples of the 5");
    }

    @Test
    void betweenTwoWorkersSourceAndSinkMustNotShareAProcess() {
        Totals together = Totals.of(List.of(source(7, 0, 0, 0, 0, false), sink(7, 0, 0)));
        Totals apart = Totals.of(List.of(source(7, 0, 0, 0, 0, false), sink(8, 0, 0)));
        assertThat(together.misplaced(scenario(2))).containsExactly("sources and sinks share the worker processes [7]");
        assertThat(together.misplaced(scenario(1))).isEmpty();
        assertThat(apart.misplaced(scenario(2))).isEmpty();
        assertThat(Totals.of(List.of(sink(7, 0, 0))).misplaced(scenario(1)))
                .containsExactly("0 sources and 1 sinks began, not 1 and 1");
    }
}
