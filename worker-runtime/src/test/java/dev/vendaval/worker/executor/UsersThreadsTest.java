package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Collectors used from threads of the user's. */
@Tag("I5")
class UsersThreadsTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(3);

    @AfterEach
    void endPool() {
        pool.shutdownNow();
    }

    @Test
    void emitsAndAcksFromAPoolCompleteEveryTree() throws InterruptedException {
        Numbers numbers = new Numbers(20_000);
        AtomicInteger atSink = new AtomicInteger();
        Set<Integer> targets = ConcurrentHashMap.newKeySet();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt(
                        "async",
                        new ScriptedBolt(
                                Given::oneNumber,
                                (input, collector) -> pool.execute(() -> {
                                    targets.addAll(collector.emit(input, new Values(input.getValue(0))));
                                    collector.ack(input);
                                })))
                .shuffleGrouping("numbers");
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> {
                    atSink.incrementAndGet();
                    collector.ack(input);
                }))
                .shuffleGrouping("async");
        ExecutorSet set = Bench.threaded(builder.build(), Map.of("topology.max.spout.pending", 500));
        set.start();

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> numbers.acked.size() == 20_000);
        assertThat(atSink).hasValue(20_000);
        assertThat(targets).hasSize(1);
        assertThat(numbers.failed).isEmpty();

        assertThat(set.stop(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void callsOfOneTaskNeverOverlap() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        Numbers numbers = new Numbers(20_000) {
            @Override
            public void nextTuple(SpoutOutputCollector collector) {
                enter(inside, overlaps);
                super.nextTuple(collector);
                inside.decrementAndGet();
            }

            @Override
            public void ack(Object messageId) {
                enter(inside, overlaps);
                super.ack(messageId);
                inside.decrementAndGet();
            }
        };
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("sink", Given.acking(), 2).shuffleGrouping("numbers");
        ExecutorSet set = Bench.threaded(builder.build(), Map.of());
        set.start();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> numbers.acked.size() == 20_000);
        assertThat(overlaps).hasValue(0);

        assertThat(set.stop(Duration.ofSeconds(5))).isEmpty();
    }

    private static void enter(AtomicInteger inside, AtomicInteger overlaps) {
        if (inside.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
        }
    }

    @Test
    void aSpoutMayBeFedByAnotherThreadAndAWrongEmitIsThatThreadsError() throws InterruptedException {
        AtomicReference<@Nullable SpoutOutputCollector> collector = new AtomicReference<>();
        Set<Object> acked = ConcurrentHashMap.newKeySet();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("fed", new ScriptedSpout(Given::oneNumber, new ScriptedSpout.Script() {
            @Override
            public void open(TopologyContext context, SpoutOutputCollector given) {
                collector.set(given);
            }

            @Override
            public void nextTuple(SpoutOutputCollector given) {}

            @Override
            public void ack(Object messageId) {
                acked.add(messageId);
            }
        }));
        builder.setBolt("sink", Given.acking()).shuffleGrouping("fed");
        ExecutorSet set = Bench.threaded(builder.build(), Map.of());
        set.start();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> collector.get() != null && set.allRunning());
        SpoutOutputCollector given = Objects.requireNonNull(collector.get());

        for (int i = 0; i < 100; i++) {
            assertThat(given.emit(new Values(i), i)).hasSize(1);
        }
        assertThatThrownBy(() -> given.emit("nowhere", new Values(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere");

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> acked.size() == 100);
        assertThat(set.stop(Duration.ofSeconds(5))).isEmpty();
        assertThatThrownBy(() -> given.emit(new Values(1), "late")).hasMessageContaining("ended");
    }

    @Test
    void aThreadThatWaitsForTheTaskIsLetGoWhenTheTaskEnds() throws InterruptedException {
        AtomicReference<@Nullable OutputCollector> collector = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("silent", new ScriptedSpout(Given::oneNumber, given -> {}));
        builder.setBolt("bolt", new ScriptedBolt(Given::oneNumber, new ScriptedBolt.Script() {
                    @Override
                    public void prepare(TopologyContext context, OutputCollector given) {
                        collector.set(given);
                    }

                    @Override
                    public void execute(Tuple input, OutputCollector given) {}
                }))
                .shuffleGrouping("silent");
        Bench bench = Bench.of(builder.build());
        bench.settle();
        Thread waiting = new Thread(
                () -> {
                    try {
                        Objects.requireNonNull(collector.get()).emit(new Values(1));
                    } catch (IllegalStateException e) {
                        seen.set(e);
                    }
                },
                "user");
        waiting.start();

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> bench.executor("bolt").waitingCalls() > 0);
        bench.executor("bolt").orders().askStop(Orders.Stop.END);
        bench.executor("bolt").step();
        waiting.join(5_000);

        assertThat(waiting.isAlive()).isFalse();
        assertThat(seen.get()).hasMessageContaining("ended");
    }

    @Test
    void aCleanupThatWaitsForAThreadThatEmitsGoesOnWhenTheTopologyStops() throws InterruptedException {
        Joining joining = new Joining();
        Bench bench = bench(joining);
        bench.settle();
        joining.startEmitting();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> bench.executor("joining").waitingCalls() > 0);

        bench.executor("joining").orders().askStop(Orders.Stop.END);
        stepsWithinASecond(bench.executor("joining"));

        assertThat(bench.executor("joining").orders().hasEnded()).isTrue();
        assertThat(joining.thrown()).hasMessageContaining("ended");
    }

    @Test
    void aCleanupThatWaitsForAThreadThatEmitsGoesOnWhenTheBoltThrew() throws InterruptedException {
        Joining joining = new Joining();
        Bench bench = bench(joining);
        bench.settle();
        joining.startEmitting();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> bench.executor("joining").waitingCalls() > 0);
        joining.throwsNext = true;

        bench.clock.advance(Duration.ofMillis(50));
        stepsWithinASecond(bench.executor("joining"));

        assertThat(joining.prepared).as("the next instance").hasValue(2);
        assertThat(joining.thrown()).hasMessageContaining("ended");
    }

    @Test
    void aCloseThatWaitsForAThreadThatEmitsGoesOn() throws InterruptedException {
        Joining joining = new Joining();
        AtomicReference<@Nullable SpoutOutputCollector> collector = new AtomicReference<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("fed", new ScriptedSpout(Given::oneNumber, new ScriptedSpout.Script() {
            @Override
            public void open(TopologyContext context, SpoutOutputCollector given) {
                collector.set(given);
            }

            @Override
            public void nextTuple(SpoutOutputCollector given) {}

            @Override
            public void close() {
                joining.join();
            }
        }));
        Bench bench = Bench.of(builder.build());
        bench.settle();
        joining.start(() -> Objects.requireNonNull(collector.get()).emit(new Values(1)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> bench.executor("fed").waitingCalls() > 0);

        bench.executor("fed").orders().askStop(Orders.Stop.END);
        stepsWithinASecond(bench.executor("fed"));

        assertThat(joining.thrown()).hasMessageContaining("ended");
    }

    @Test
    @Tag("A1")
    void anEmitOfAnotherThreadThatComesAfterThePendingTreesFailedIsRefused() throws InterruptedException {
        Joining user = new Joining();
        AtomicReference<@Nullable SpoutOutputCollector> collector = new AtomicReference<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("fed", new ScriptedSpout(Given::oneNumber, new ScriptedSpout.Script() {
            @Override
            public void open(TopologyContext context, SpoutOutputCollector given) {
                collector.set(given);
            }

            @Override
            public void nextTuple(SpoutOutputCollector given) {}
        }));
        builder.setBolt("holding", new ScriptedBolt((input, given) -> {})).shuffleGrouping("fed");
        Bench bench = Bench.of(builder.build());
        bench.settle();
        bench.stop(Orders.Stop.FAIL_PENDING);

        user.start(() -> Objects.requireNonNull(collector.get()).emit(new Values(1), "late"));
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> {
            bench.executor("fed").step();
            return user.seen.get() != null;
        });

        assertThat(user.thrown()).hasMessageContaining("has ended");
        assertThat(bench.snapshot("fed").pendingTrees()).isZero();
    }

    private static Bench bench(Joining joining) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("silent", new ScriptedSpout(Given::oneNumber, given -> {}));
        builder.setBolt("joining", new ScriptedBolt(Given::oneNumber, joining))
                .addConfiguration("topology.tick.tuple.freq", "20ms")
                .shuffleGrouping("silent");
        return Bench.of(builder.build());
    }

    private static void stepsWithinASecond(Executor executor) throws InterruptedException {
        Thread loop = new Thread(executor::step, "loop");
        loop.setDaemon(true);
        loop.start();
        loop.join(1_000);
        assertThat(loop.isAlive()).as("still in step").isFalse();
    }

    /** Has a thread that emits, and joins it when it is cleaned up. */
    private static final class Joining implements ScriptedBolt.Script {
        final AtomicInteger prepared = new AtomicInteger();
        final AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
        private volatile @Nullable OutputCollector collector;
        private volatile @Nullable Thread emitting;
        volatile boolean throwsNext;

        @Override
        public void prepare(TopologyContext context, OutputCollector given) {
            prepared.incrementAndGet();
            collector = given;
        }

        @Override
        public void execute(Tuple input, OutputCollector given) {
            if (throwsNext) {
                throwsNext = false;
                throw new IllegalStateException("poisoned");
            }
        }

        void startEmitting() {
            start(() -> Objects.requireNonNull(collector).emit(new Values(1)));
        }

        void start(Runnable emit) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            emit.run();
                        } catch (IllegalStateException e) {
                            seen.set(e);
                        }
                    },
                    "user");
            thread.setDaemon(true);
            emitting = thread;
            thread.start();
        }

        void join() {
            Thread thread = emitting;
            try {
                if (thread != null) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void cleanup() {
            join();
        }

        Throwable thrown() {
            return Objects.requireNonNull(seen.get());
        }
    }
}
