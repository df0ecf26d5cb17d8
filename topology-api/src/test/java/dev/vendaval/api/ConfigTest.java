package dev.vendaval.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConfigTest {
    private final Config config = new Config();

    @Test
    void settersWriteTheKeysOfTheContract() {
        config.setNumWorkers(2);
        config.setNumAckers(0);
        config.setMessageTimeout(Duration.ofMillis(2500));
        config.setMaxSpoutPending(100);
        config.setMaxTaskParallelism(8);
        config.setTickTupleFrequency(Duration.ofMillis(1));
        config.setDebug(true);
        config.setWorkerHeap("512MiB");
        config.setWorkerJvmOptions(List.of("-Xss1m"));
        config.setCleanupTimeout(Duration.ofMinutes(1));
        config.setSpoutIdleMaxWait(Duration.ofMillis(5));
        assertThat(config)
                .isEqualTo(Map.ofEntries(
                        Map.entry("topology.workers", 2),
                        Map.entry("topology.acker.executors", 0),
                        Map.entry("topology.message.timeout", "2500ms"),
                        Map.entry("topology.max.spout.pending", 100),
                        Map.entry("topology.max.task.parallelism", 8),
                        Map.entry("topology.tick.tuple.freq", "1ms"),
                        Map.entry("topology.debug", true),
                        Map.entry("topology.worker.heap", "512MiB"),
                        Map.entry("topology.worker.jvm.options", List.of("-Xss1m")),
                        Map.entry("topology.cleanup.timeout", "60s"),
                        Map.entry("topology.spout.idle.max.wait", "5ms")));
        config.setMessageTimeoutSecs(3);
        assertThat(config).containsEntry("topology.message.timeout", "3s");
        assertThat(new Config(config)).isEqualTo(config);
    }

    @Test
    void valuesOutOfRangeAreRefusedNamingTheKey() {
        assertThatThrownBy(() -> config.setNumWorkers(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topology.workers is 0; it must be 1 or more");
        assertThatThrownBy(() -> config.setMessageTimeout(Duration.ofNanos(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topology.message.timeout is PT0.000000001S; it must be whole milliseconds, 1 or more");
        assertThatThrownBy(() -> config.setTickTupleFrequency(Duration.ZERO))
                .hasMessageContaining("topology.tick.tuple.freq is PT0S");
    }

    @Test
    void serializersAreKeptByClassName() {
        config.registerSerializer(UUID.class, UuidSerializer.class);
        config.registerSerializer(Duration.class, DurationSerializer.class);
        assertThat(config.get("topology.serializers"))
                .isEqualTo(Map.of(
                        "java.util.UUID", "dev.vendaval.api.ConfigTest$UuidSerializer",
                        "java.time.Duration", "dev.vendaval.api.ConfigTest$DurationSerializer"));
    }

    @Test
    void aSerializerThatAWorkerCouldNotMakeIsRefused() {
        assertThatThrownBy(() -> config.registerSerializer(UUID.class, Hidden.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "serializer dev.vendaval.api.ConfigTest$Hidden cannot be made in a worker: it must be a public"
                                + " class (static if nested), not abstract, with a public constructor without parameters");
        assertThatThrownBy(() -> config.registerSerializer(UUID.class, WithParameter.class))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> config.registerSerializer(UUID.class, Unfinished.class))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(config).isEmpty();
    }

    /** Without fault. */
    public static class UuidSerializer implements ValueSerializer<UUID> {
        @Override
        public void write(UUID value, DataOutput out) throws IOException {
            out.writeLong(value.getMostSignificantBits());
            out.writeLong(value.getLeastSignificantBits());
        }

        @Override
        public UUID read(DataInput in) throws IOException {
            return new UUID(in.readLong(), in.readLong());
        }
    }

    /** Without fault. */
    public static final class DurationSerializer implements ValueSerializer<Duration> {
        @Override
        public void write(Duration value, DataOutput out) throws IOException {
            out.writeLong(value.toNanos());
        }

        @Override
        public Duration read(DataInput in) throws IOException {
            return Duration.ofNanos(in.readLong());
        }
    }

    static final class Hidden extends UuidSerializer {}

    /** Cannot be made without an argument. */
    public static final class WithParameter extends UuidSerializer {
        /** Takes one. */
        public WithParameter(String parameter) {
            assertThat(parameter).isNotNull();
        }
    }

    /** Cannot be made at all. */
    public abstract static class Unfinished extends UuidSerializer {}
}
