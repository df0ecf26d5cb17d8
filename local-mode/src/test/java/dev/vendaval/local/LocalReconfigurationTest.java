package dev.vendaval.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.BasicOutputCollector;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.StateHandover;
import dev.vendaval.api.Streams;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.service.ServiceException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Configuration keys change while tuples flow. */
class LocalReconfigurationTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int NUMBERS = 10_000;

    /** So many come only once the test has changed what it wants to. */
    private static final int AFTER_THE_CHANGE = 1_000;

    private static final long NANOS_A_NUMBER = 100_000;

    private LocalCluster cluster;

    @BeforeEach
    void start() {
        cluster = new LocalCluster();
        Numbers.NEXT.set(0);
        Numbers.ALLOWED.set(NUMBERS - AFTER_THE_CHANGE);
        Numbers.OPENED.set(0);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    /** Its position outlives the instance, as that of a real source does. */
    static final class Numbers implements Spout {
        private static final long serialVersionUID = 1L;
        static final AtomicInteger OPENED = new AtomicInteger();
        static final AtomicInteger NEXT = new AtomicInteger();
        static final AtomicInteger ALLOWED = new AtomicInteger();

        private transient @Nullable SpoutOutputCollector collector;
        private long due;

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector given) {
            collector = given;
            due = System.nanoTime();
            OPENED.incrementAndGet();
        }

        @Override
        public void nextTuple() {
            SpoutOutputCollector present = collector;
            int number = NEXT.get();
            if (present != null && number < ALLOWED.get() && System.nanoTime() - due >= 0) {
                due += NANOS_A_NUMBER;
                NEXT.set(number + 1);
                present.emit(new Values(number), number);
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number"));
        }
    }

    /** Emits how many numbers it has seen, and the scale that it was prepared with; its first tick on a stream of its own. */
    static final class Scaled implements BasicBolt, StateHandover {
        private static final long serialVersionUID = 1L;

        private int seen;
        private int scale;
        private boolean ticked;

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context) {
            scale = (Integer) configuration.getOrDefault("my.scale", 1);
            if (scale < 0) {
                throw new IllegalArgumentException("my.scale is " + scale);
            }
        }

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            if (input.getSourceStreamId().equals(Streams.TICK)) {
                if (!ticked) {
                    ticked = true;
                    collector.emit("ticks", new Values(input.getValue(0)));
                }
            } else {
                collector.emit(new Values(++seen, scale));
            }
        }

        @Override
        public byte[] save() {
            return ByteBuffer.allocate(Integer.BYTES).putInt(seen).array();
        }

        @Override
        public void restore(byte[] state) {
            seen = ByteBuffer.wrap(state).getInt();
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("seen", "scale"));
            declarer.declareStream("ticks", new Fields("interval"));
        }
    }

    private LocalTopology submit(boolean spoutHasItsOwn) {
        TopologyBuilder builder = new TopologyBuilder();
        var numbers = builder.setSpout("numbers", new Numbers());
        if (spoutHasItsOwn) {
            numbers.addConfiguration("my.scale", 1);
        }
        builder.setBolt("scaled", new Scaled(), 1).globalGrouping("numbers");
        return cluster.submit("scale", Map.of("my.scale", 1), builder.build());
    }

    private static void assertDone(RebalanceReport report) {
        assertThat(report.status()).as(report.toString()).isEqualTo(RebalanceStatus.DONE);
        assertThat(report.failedTrees()).isZero();
    }

    private static void assertEachNumberOnce(LocalTopology scale) {
        Numbers.ALLOWED.set(NUMBERS);
        scale.awaitAcked(NUMBERS, SOON);
        scale.awaitIdle(SOON);
        assertThat(scale.collect("numbers", "default"))
                .as("nothing was replayed")
                .hasSize(NUMBERS);
        List<Object> seen = scale.collect("scaled", "default").stream()
                .map(tuple -> tuple.get(0))
                .toList();
        assertThat(seen).isEqualTo(IntStream.rangeClosed(1, NUMBERS).boxed().collect(Collectors.toList()));
        TopologyInfo.Component bolt = scale.info().components().stream()
                .filter(component -> component.id().equals("scaled"))
                .findFirst()
                .orElseThrow();
        assertThat(bolt.executed()).as("counted on").isEqualTo(NUMBERS);
    }

    @Test
    @Tag("R1")
    void aKeyOfTheUsersReCreatesTheBoltThatMayHaveReadItWithItsMemory() {
        try (LocalTopology scale = submit(true)) {
            await().atMost(SOON).until(() -> Numbers.NEXT.get() > 100);

            RebalanceReport report = scale.reconfigure(Map.of("my.scale", 3));

            assertDone(report);
            assertThat(report.config())
                    .containsExactly("my.scale: 1 -> 3, re-creates scaled; not in numbers, with a value of their own");
            assertThat(report.moved()).singleElement().satisfies(move -> {
                assertThat(move.component()).isEqualTo("scaled");
                assertThat(move.from()).isEqualTo(move.to());
                assertThat(move.reason()).isEqualTo("it is re-created, since it may have read my.scale");
            });
            assertThat(scale.info().config()).containsEntry("my.scale", 3);
            assertDone(scale.reconfigure(Map.of("my.scale", 4)));
            assertEachNumberOnce(scale);
            Set<Object> scales = scale.collect("scaled", "default").stream()
                    .map(tuple -> tuple.get(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(scales).contains(1, 4).isSubsetOf(1, 3, 4);
            assertThat(Numbers.OPENED).hasValue(1);
        }
    }

    @Test
    @Tag("R1")
    void aSpoutIsOpenedAnewOnceItsTreesAreDone() {
        try (LocalTopology scale = submit(false)) {
            await().atMost(SOON).until(() -> Numbers.NEXT.get() > 100);

            RebalanceReport report = scale.reconfigure(Map.of("my.scale", 3));

            assertDone(report);
            assertThat(report.config()).containsExactly("my.scale: 1 -> 3, re-creates numbers, scaled");
            assertThat(report.warnings()).singleElement().asString().contains("spout 'numbers' pauses");
            assertThat(Numbers.OPENED).hasValue(2);
            assertEachNumberOnce(scale);
        }
    }

    @Test
    @Tag("R5")
    void aValueThatABoltCannotBePreparedWithRollsBackAndNothingHasChanged() {
        try (LocalTopology scale = submit(true)) {
            RebalanceReport report = scale.reconfigure(Map.of("my.scale", -1));

            assertThat(report.status()).isEqualTo(RebalanceStatus.ROLLED_BACK);
            assertThat(scale.info().config()).containsEntry("my.scale", 1);
            assertDone(scale.reconfigure(Map.of("my.scale", 2)));
            assertEachNumberOnce(scale);
        }
    }

    @Test
    @Tag("R1")
    void liveKeysApplyWhileInstancesGoOn() {
        try (LocalTopology scale = submit(false)) {
            RebalanceReport report =
                    scale.reconfigure(Map.of("topology.tick.tuple.freq.secs", 1, "topology.max.spout.pending", 10));

            assertDone(report);
            assertThat(report.moved()).isEmpty();
            assertThat(report.config())
                    .containsExactlyInAnyOrder(
                            "topology.tick.tuple.freq: not set -> 1s, live",
                            "topology.max.spout.pending: not set -> 10, live");
            await().atMost(SOON).until(() -> !scale.collect("scaled", "ticks").isEmpty());
            assertThat(scale.reconfigure(Map.of("topology.max.spout.pending", 10))
                            .status())
                    .isEqualTo(RebalanceStatus.NO_CHANGE);
            assertDone(scale.reconfigure(Map.of("topology.message.timeout", "1s")));
            assertEachNumberOnce(scale);
            assertThat(Numbers.OPENED).hasValue(1);
        }
    }

    @Test
    @Tag("R1")
    void whatCannotChangeIsRefusedSayingWhatCan() {
        try (LocalTopology scale = submit(false)) {
            assertThatThrownBy(() -> scale.reconfigure(Map.of("topology.workers", 2)))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            refused -> assertThat(refused.hint()).contains("-n N"));
            assertThatThrownBy(() -> scale.reconfigure(Map.of("topology.worker.heap", "64MiB")))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            refused -> assertThat(refused.hint()).contains("topology.message.timeout"));
            assertThatThrownBy(() -> scale.reconfigure(Map.of("topology.mesage.timeout", "1s")))
                    .hasMessageContaining("did you mean topology.message.timeout?");
            assertThatThrownBy(() -> scale.reconfigure(Map.of("topology.message.timeout", 5)))
                    .hasMessageContaining("topology.message.timeout");
        }
    }
}
