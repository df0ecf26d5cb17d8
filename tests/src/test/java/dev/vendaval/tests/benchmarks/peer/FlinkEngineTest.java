package dev.vendaval.tests.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.tests.benchmarks.workload.Shape;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkEngineTest {
    @TempDir
    Path directory;

    @Test
    void itRunsOnlyWhatNeedsNoTrackingAndNoSecondProcess() {
        try (FlinkEngine engine = new FlinkEngine(directory)) {
            assertThat(runs(engine, Shape.WORD_COUNT, false, 1)).isTrue();
            assertThat(runs(engine, Shape.WORD_COUNT, true, 1)).isFalse();
            assertThat(runs(engine, Shape.SPOUT_NULL, false, 2)).isFalse();
            assertThat(runs(engine, Shape.LATENCY, false, 1)).isFalse();
        }
    }

    private static boolean runs(FlinkEngine engine, Shape shape, boolean tracked, int workers) {
        return engine.runs(FlinkEngine.UNCHAINED, Workload.of("scenario", shape, tracked, workers));
    }

    @Test
    void withoutTheAssembledJarsItSaysHowToGetThem() {
        try (FlinkEngine engine = new FlinkEngine(directory)) {
            assertThatThrownBy(() -> engine.start(directory))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("run tests/benchmarks/peers/assemble");
        }
    }
}
