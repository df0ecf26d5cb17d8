package dev.vendaval.tests.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.tests.benchmarks.workload.Shape;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StormEngineTest {
    private static final String WORKER = "org.apache.storm.daemon.worker.Worker";

    @TempDir
    Path directory;

    @Test
    void aWorkerBelongsToTheTopologyThatItsArgumentsNameAfterTheMainClass() {
        List<String> worker = List.of("java", "-Dstorm.id=x", WORKER, "count-storm-tuned-2-7-1790000000", "id", "6700");

        assertThat(StormCluster.partOf("count-storm-tuned-2").test(worker)).isTrue();
        assertThat(StormCluster.partOf("count-storm-tuned-1").test(worker)).isFalse();
        assertThat(StormCluster.partOf("count-storm-tuned-2").test(List.of("java", "Nimbus")))
                .isFalse();
    }

    @Test
    void theDefaultSystemSetsNothingButWorkersAndTheirHeap() {
        Workload workload = Workload.of("spout-null-tracked", Shape.SPOUT_NULL, true, 1);

        assertThat(StormSettings.of(StormEngine.DEFAULT, workload))
                .containsOnlyKeys("topology.workers", "topology.worker.childopts");
        assertThat(StormSettings.of(StormEngine.TUNED, workload))
                .containsKeys("topology.max.spout.pending", "topology.producer.batch.size");
    }

    @Test
    void withoutTheAssembledJarsItSaysHowToGetThem() {
        try (StormEngine engine = new StormEngine(directory.resolve("peers"))) {
            assertThatThrownBy(() -> engine.start(directory))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("run tests/benchmarks/peers/assemble");
        }
    }
}
