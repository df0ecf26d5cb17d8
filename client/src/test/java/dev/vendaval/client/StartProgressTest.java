package dev.vendaval.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.report.ExecutorState;
import org.junit.jupiter.api.Test;

class StartProgressTest {
    @Test
    void ofWorkersThatEndAgainAndAgainInOneSlotTheLastIsTold() {
        StartProgress progress = StartProgress.of(Infos.withNotices(
                ExecutorState.STARTING,
                "runs on 1 of the 2 workers wanted",
                "127.0.0.1:6700: at 2026-11-23T15:02:53Z: the worker ended by itself (launch 1)",
                "127.0.0.1:6701: at 2026-11-23T15:02:54Z: the worker ended by itself (launch 1)",
                "127.0.0.1:6700: at 2026-11-23T15:02:55Z: the worker ended by itself (launch 2)"));

        assertThat(progress.sentence())
                .isEqualTo("0 of 1 executors ready; runs on 1 of the 2 workers wanted; 127.0.0.1:6700: at"
                        + " 2026-11-23T15:02:55Z: the worker ended by itself (launch 2); 127.0.0.1:6701: at"
                        + " 2026-11-23T15:02:54Z: the worker ended by itself (launch 1)");
    }
}
