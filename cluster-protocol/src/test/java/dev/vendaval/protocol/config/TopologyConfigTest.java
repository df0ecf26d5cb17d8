package dev.vendaval.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("I8")
final class TopologyConfigTest {
    @Test
    void laterLayersWinAndDefaultsAreTheLowest() {
        Map<String, Object> merged = TopologyConfig.merge(
                TopologyConfig.defaults(),
                TopologyConfig.validated(Map.of("topology.workers", 2, "topology.debug", true)),
                TopologyConfig.validated(Map.of("topology.workers", 3, "mine", "a")),
                TopologyConfig.validated(Map.of("mine", "b")));

        assertThat(merged)
                .containsEntry("topology.workers", 3)
                .containsEntry("topology.debug", true)
                .containsEntry("topology.message.timeout", "30s")
                .containsEntry("mine", "b");
        assertThatThrownBy(() -> merged.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void everyTopologyKeyIsTypedOnce() {
        TopologySettings settings = TopologySettings.of(TopologyConfig.validated(Map.ofEntries(
                Map.entry("topology.workers", 2),
                Map.entry("topology.worker.heap", "1GiB"),
                Map.entry("topology.acker.executors", 0),
                Map.entry("topology.message.timeout", "2s"),
                Map.entry("topology.max.spout.pending", 10),
                Map.entry("topology.tick.tuple.freq", "1ms"),
                Map.entry("topology.executor.on.error", "worker"),
                Map.entry("topology.serializers", Map.of("a.B", "a.C")),
                Map.entry("topology.tree.max.age", "5m"),
                Map.entry("topology.tuple.max.bytes", "1MiB"))));

        assertThat(settings.workers()).isEqualTo(2);
        assertThat(settings.workerHeap()).isEqualTo(1L << 30);
        assertThat(settings.acking()).isFalse();
        assertThat(settings.messageTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.maxSpoutPending()).isEqualTo(10);
        assertThat(settings.tickFrequency()).isEqualTo(Duration.ofMillis(1));
        assertThat(settings.onError()).isEqualTo(OnError.WORKER);
        assertThat(settings.serializers()).isEqualTo(Map.of("a.B", "a.C"));
        assertThat(settings.treeMaxAge()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.tupleMaxBytes()).isEqualTo(1L << 20);
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        TopologySettings settings = TopologySettings.of(Map.of());

        assertThat(settings).isEqualTo(TopologySettings.of(TopologyConfig.defaults()));
        assertThat(settings.workers()).isEqualTo(1);
        assertThat(settings.workerHeap()).isNull();
        assertThat(settings.acking()).isTrue();
        assertThat(settings.messageTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.maxSpoutPending()).isNull();
        assertThat(settings.tickFrequency()).isNull();
        assertThat(settings.cleanupTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.onError()).isEqualTo(OnError.RESTART);
        assertThat(settings.spoutIdleMaxWait()).isEqualTo(Duration.ofMillis(20));
        assertThat(settings.treeMaxAge()).isNull();
        assertThat(settings.tupleMaxBytes()).isEqualTo(64L << 20);
    }

    @Test
    void anAliasIsResolvedAndValidatingAgainChangesNothing() {
        Map<String, Object> once = TopologyConfig.validated(
                Map.of("topology.tick.tuple.freq.secs", 5L, "topology.worker.childopts", "-Xss1m -Dx=y", "mine", 1L));

        assertThat(once)
                .isEqualTo(Map.of(
                        "topology.tick.tuple.freq",
                        "5s",
                        "topology.worker.jvm.options",
                        List.of("-Xss1m", "-Dx=y"),
                        "mine",
                        1L));
        assertThat(TopologyConfig.validated(once)).isEqualTo(once);
    }

    @Test
    void offAndNullMeanUnset() {
        Map<String, Object> written = new HashMap<>();
        written.put("topology.tree.max.age", "off");
        written.put("topology.workers", null);

        assertThat(TopologySettings.of(TopologyConfig.validated(written))).isEqualTo(TopologySettings.of(Map.of()));
    }

    @Test
    void anyAckerCountButZeroIsAutoWithAWarning() {
        List<String> warnings = new ArrayList<>();

        Map<String, Object> config = TopologyConfig.validated(Map.of("topology.acker.executors", 3), warnings::add);

        assertThat(TopologySettings.of(config).acking()).isTrue();
        assertThat(warnings).singleElement().asString().contains("topology.acker.executors", "auto");
    }

    @Test
    void unknownTopologyKeysAndKeysOfDaemonsAreRefused() {
        assertThatThrownBy(() -> TopologyConfig.validated(Map.of("topology.max.spout.pendin", 3)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("did you mean topology.max.spout.pending?");
        assertThatThrownBy(() -> TopologyConfig.validated(Map.of("supervisor.port", 3)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is not a key of a topology");
    }

    @Test
    void aValueThatCannotTravelIsRefusedNamingItsClass() {
        assertThatThrownBy(() -> TopologyConfig.validated(Map.of("when", List.of(Path.of("x")))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("when", "Path");
    }
}
