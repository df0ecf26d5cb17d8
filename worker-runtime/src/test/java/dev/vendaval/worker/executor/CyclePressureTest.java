package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.metrics.ErrorLog;
import dev.vendaval.worker.plan.ExecutorPlan;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The threshold and the budget of a loop. */
@Tag("F8")
class CyclePressureTest {
    private static final long NOW = 1_000_000_000L;

    private final ErrorLog errors = new ErrorLog("127.0.0.1", 1, () -> 0L);
    private final CycleGate here = new CycleGate();
    private final CycleGate there = new CycleGate();
    private final RecordingExecutor remote = new RecordingExecutor();
    private final CyclePressure pressure = new CyclePressure(
            here,
            new ExecutorPlan("a", List.of(3), 0),
            List.of("a", "b"),
            List.of(new CyclePressure.Neighbour(9, remote)),
            errors);
    private final CyclePressure far =
            new CyclePressure(there, new ExecutorPlan("b", List.of(9), 1), List.of("a", "b"), List.of(), errors);

    @Test
    void theGateShutsAboveTheThresholdAndOpensAtHalfOfItHereAndElsewhere() {
        pressure.measure(CyclePressure.THRESHOLD_TUPLES, NOW);
        assertThat(pressure.isHigh(NOW)).isFalse();
        pressure.measure(CyclePressure.THRESHOLD_TUPLES + 1, NOW);
        assertThat(pressure.isHigh(NOW)).isTrue();
        far.heard(remote.last(), NOW);
        assertThat(far.isHigh(NOW)).isTrue();

        pressure.measure(CyclePressure.THRESHOLD_TUPLES / 2 + 1, NOW);
        assertThat(pressure.isHigh(NOW)).isTrue();
        pressure.measure(CyclePressure.THRESHOLD_TUPLES / 2, NOW);

        assertThat(pressure.isHigh(NOW)).isFalse();
        far.heard(remote.last(), NOW);
        assertThat(far.isHigh(NOW)).isFalse();
    }

    @Test
    void whatAnotherWorkerSaidIsForgottenUnlessItIsRepeated() {
        pressure.measure(CyclePressure.THRESHOLD_TUPLES + 1, NOW);
        far.heard(remote.last(), NOW);

        assertThat(far.isHigh(NOW + CycleGate.FORGET_NANOS)).isTrue();
        pressure.measure(CyclePressure.THRESHOLD_TUPLES + 1, NOW + CycleGate.REPEAT_NANOS);
        assertThat(remote.sections()).hasSize(2);
        far.heard(remote.last(), NOW + CycleGate.REPEAT_NANOS);
        assertThat(far.isHigh(NOW + CycleGate.FORGET_NANOS + CycleGate.REPEAT_NANOS))
                .isTrue();
        assertThat(far.isHigh(NOW + 2 * CycleGate.FORGET_NANOS)).isFalse();
    }

    @Test
    void aLoopOverItsBudgetIsReportedByNameOnceAMinute() {
        pressure.measure(CyclePressure.BUDGET_TUPLES + 1, NOW);
        pressure.measure(CyclePressure.BUDGET_TUPLES + 2, NOW + 1);

        assertThat(errors.reports()).hasSize(1);
        assertThat(errors.reports().get(0).message()).contains("[a, b]", "makes more tuples than it finishes");
    }

    private static final class RecordingExecutor implements dev.vendaval.worker.exchange.RemoteExecutor {
        private final List<ControlSection> sections = new java.util.ArrayList<>();

        List<ControlSection> sections() {
            return sections;
        }

        ControlSection last() {
            return sections.get(sections.size() - 1);
        }

        @Override
        public long creditTuples() {
            return 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void send(dev.vendaval.worker.exchange.DataSection section) {}

        @Override
        public int sendWithinCredit(List<dev.vendaval.worker.exchange.DataSection> leaving) {
            return 0;
        }

        @Override
        public void send(ControlSection section) {
            sections.add(section);
        }

        @Override
        public long touchBit() {
            return 0;
        }

        @Override
        public void wakeOnCredit(Runnable wake) {}
    }
}
