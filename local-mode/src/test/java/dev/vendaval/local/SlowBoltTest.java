package dev.vendaval.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.BasicOutputCollector;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Between a spout that never ends and a bolt that is slow, and in a quick one between them, wait fewer tuples than would time out. */
class SlowBoltTest {
    private static final Duration EACH = Duration.ofMillis(50);
    private static final int ENOUGH = 130;
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final AtomicInteger ACKED = new AtomicInteger();
    private static final AtomicInteger FAILED = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Tag("A6")
    @Tag("F8")
    void noTreeTimesOutBecauseOfWhatWaitsBeforeIt(int workers) {
        ACKED.set(0);
        FAILED.set(0);
        try (LocalCluster cluster = new LocalCluster();
                LocalTopology ignored = cluster.submit(
                        "slow", Map.of("topology.message.timeout", "5s", "topology.workers", workers), topology())) {
            await("acks").atMost(SOON).until(() -> ACKED.get() + FAILED.get() >= ENOUGH);
            assertThat(FAILED.get()).isZero();
        }
    }

    private static Topology topology() {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("endless", new Endless());
        builder.setBolt("quick", new Quick()).shuffleGrouping("endless");
        builder.setBolt("slow", new Slow()).shuffleGrouping("quick");
        return builder.build();
    }

    private static final class Endless implements Spout {
        private static final long serialVersionUID = 1L;
        private transient @Nullable SpoutOutputCollector collector;
        private int next;

        @Override
        public void open(Map<String, Object> config, TopologyContext context, SpoutOutputCollector output) {
            collector = output;
        }

        @Override
        public void nextTuple() {
            if (collector != null) {
                collector.emit(new Values(next), next++);
            }
        }

        @Override
        public void ack(Object id) {
            ACKED.incrementAndGet();
        }

        @Override
        public void fail(Object id) {
            FAILED.incrementAndGet();
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number"));
        }
    }

    /** Is as slow as the next one makes it. */
    private static final class Quick implements BasicBolt {
        private static final long serialVersionUID = 1L;

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            collector.emit(new Values(input.getInteger(0)));
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number"));
        }
    }

    private static final class Slow implements BasicBolt {
        private static final long serialVersionUID = 1L;

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            LockSupport.parkNanos(EACH.toNanos());
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields());
        }
    }
}
