package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TaskHook;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.exchange.ControlSection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a spout is called. */
class SpoutTest {
    private static final class Idle implements ScriptedSpout.Script {
        final AtomicInteger calls = new AtomicInteger();
        final AtomicReference<@Nullable SpoutOutputCollector> collector = new AtomicReference<>();
        boolean hasTuple;

        @Override
        public void open(TopologyContext context, SpoutOutputCollector given) {
            collector.set(given);
        }

        @Override
        public void nextTuple(SpoutOutputCollector given) {
            calls.incrementAndGet();
            if (hasTuple) {
                given.emit(new Values(1));
            }
        }
    }

    private static Bench idleBench(Idle idle) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("idle", new ScriptedSpout(Given::oneNumber, idle));
        return Bench.of(builder.build(), Map.of("topology.spout.idle.max.wait", "20ms"));
    }

    @Test
    @Tag("S1")
    void anEmptyNextTupleIsFollowedByAWaitThatDoublesUpToTheMaximum() {
        Idle idle = new Idle();
        Bench bench = idleBench(idle);
        bench.settle();
        long left = bench.executor("idle").nanosUntilTimer();
        assertThat(left).isBetween(1L, 50_000L);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            bench.clock.advance(Duration.ofNanos(bench.executor("idle").nanosUntilTimer()));
            int before = idle.calls.get();
            bench.executor("idle").step();
            assertThat(idle.calls.get()).isEqualTo(before + 1);
            waits.add(bench.executor("idle").nanosUntilTimer());
        }

        assertThat(waits.get(0)).isBetween(90_000L, 100_000L);
        assertThat(waits.get(11)).isBetween(19_900_000L, 20_000_000L);
    }

    @Test
    @Tag("S1")
    void wakeUpEndsTheWait() {
        Idle idle = new Idle();
        Bench bench = idleBench(idle);
        bench.settle();
        int before = idle.calls.get();

        Objects.requireNonNull(idle.collector.get()).wakeUp();
        bench.executor("idle").step();

        assertThat(idle.calls.get()).isEqualTo(before + 1);
    }

    @Test
    @Tag("A6")
    void noNextTupleWhileTheLimitOfTreesIsPending() {
        Numbers numbers = new Numbers(1_000);
        List<Tuple> held = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        AtomicInteger mostHeld = new AtomicInteger();
        builder.setBolt("holding", new ScriptedBolt((input, collector) -> {
                    held.add(input);
                    mostHeld.set(Math.max(mostHeld.get(), held.size()));
                    if (held.size() == 10) {
                        held.forEach(collector::ack);
                        held.clear();
                    }
                }))
                .shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build(), Map.of("topology.max.spout.pending", 10));

        bench.settle();

        assertThat(numbers.acked).hasSize(1_000);
        assertThat(mostHeld).hasValue(10);
    }

    @Test
    @Tag("I6")
    void aDeactivatedSpoutIsNotAskedButHearsOfItsTrees() {
        List<String> calls = new ArrayList<>();
        Numbers numbers = new Numbers(1_000_000) {
            @Override
            public void activate() {
                calls.add("activate");
            }

            @Override
            public void deactivate() {
                calls.add("deactivate");
            }
        };
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("sink", Given.acking()).shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of(), TopologyStatus.INACTIVE);
        bench.settle();
        assertThat(calls).isEmpty();
        assertThat(numbers.next).isZero();

        bench.status(TopologyStatus.ACTIVE);
        bench.steps(5);
        bench.status(TopologyStatus.INACTIVE);
        bench.settle();

        assertThat(calls).containsExactly("activate", "deactivate");
        assertThat(numbers.next).isPositive();
        assertThat(numbers.acked).hasSize(numbers.next);
        assertThat(bench.snapshot("numbers").statusApplied()).isEqualTo(TopologyStatus.INACTIVE);
    }

    @Test
    @Tag("I7")
    void atTheEndPendingTreesFailThenEverythingIsClosed() {
        List<String> ends = new ArrayList<>();
        Numbers numbers = new Numbers(3) {
            @Override
            public void close() {
                ends.add("close after " + failed.size() + " fails");
            }
        };
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("holding", new ScriptedBolt(new ScriptedBolt.Script() {
                    @Override
                    public void execute(Tuple input, dev.vendaval.api.OutputCollector collector) {}

                    @Override
                    public void cleanup() {
                        ends.add("cleanup");
                    }
                }))
                .shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build());
        bench.settle();

        bench.stop(Orders.Stop.FAIL_PENDING);
        assertThat(numbers.failed).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(ends).isEmpty();
        bench.stop(Orders.Stop.END);

        assertThat(ends).containsExactlyInAnyOrder("cleanup", "close after 3 fails");
        assertThat(bench.executor("holding").orders().hasEnded()).isTrue();
    }

    @Test
    @Tag("A1")
    void emitIsLegalInEveryCallbackAndAcksComeAfterTheCall() {
        List<String> log = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("chatty", new ScriptedSpout(Given::oneNumber, new ScriptedSpout.Script() {
            private @Nullable SpoutOutputCollector collector;
            private int calls;

            @Override
            public void open(TopologyContext context, SpoutOutputCollector given) {
                collector = given;
                given.emit(new Values(0), "open");
            }

            @Override
            public void nextTuple(SpoutOutputCollector given) {
                if (calls++ == 0) {
                    given.emit(new Values(1), "next");
                    log.add("returning");
                }
            }

            @Override
            public void ack(Object messageId) {
                log.add("ack " + messageId);
                if (messageId.equals("next")) {
                    Objects.requireNonNull(collector).emit(new Values(2), "ack");
                }
            }
        }));
        builder.setBolt("sink", Given.acking()).shuffleGrouping("chatty");
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(log).contains("ack open", "ack ack").containsSubsequence("returning", "ack next", "ack ack");
    }

    @Test
    @Tag("I7")
    void whatIsEmittedAgainInFailWhileTheTopologyEndsIsRefusedAndTheOthersGetTheirFail() {
        List<Object> failed = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        AtomicReference<@Nullable SpoutOutputCollector> collector = new AtomicReference<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("replaying", new ScriptedSpout(Given::oneNumber, new ScriptedSpout.Script() {
            private int next;

            @Override
            public void open(TopologyContext context, SpoutOutputCollector given) {
                collector.set(given);
            }

            @Override
            public void nextTuple(SpoutOutputCollector given) {
                if (next < 3) {
                    given.emit(new Values(next), next);
                    next++;
                }
            }

            @Override
            public void fail(Object messageId) {
                failed.add(messageId);
                if (failed.size() == 1) {
                    try {
                        Objects.requireNonNull(collector.get()).emit(new Values(messageId), messageId);
                    } catch (IllegalStateException e) {
                        refusals.add(String.valueOf(e.getMessage()));
                    }
                }
                Objects.requireNonNull(collector.get()).emit(new Values(messageId), messageId);
            }
        }));
        builder.setBolt("holding", new ScriptedBolt((input, given) -> {})).shuffleGrouping("replaying");
        Bench bench = Bench.of(builder.build());
        bench.settle();

        bench.stop(Orders.Stop.FAIL_PENDING);

        assertThat(failed).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(refusals).singleElement().asString().contains("has ended");
        assertThat(bench.snapshot("replaying").pendingTrees()).isZero();
        assertThat(bench.errorMessages())
                .as("a replaying spout has done nothing wrong")
                .isEmpty();
    }

    @Test
    @Tag("I7")
    void aCallbackThatThrowsWhileTheTopologyEndsDoesNotKeepTheFailsFromTheOthers() {
        Numbers numbers = new Numbers(3) {
            @Override
            public void fail(Object messageId) {
                super.fail(messageId);
                throw new IllegalStateException("no way back");
            }
        };
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("holding", new ScriptedBolt((input, given) -> {})).shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build());
        bench.settle();

        bench.stop(Orders.Stop.FAIL_PENDING);

        assertThat(numbers.failed).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(bench.errorMessages()).containsExactly("java.lang.IllegalStateException: no way back");
    }

    @Test
    @Tag("A1")
    void aHookThatThrowsAtAnEmitLeavesTheTreeTracked() {
        Numbers numbers = new Numbers(1) {
            @Override
            public void open(TopologyContext context, SpoutOutputCollector collector) {
                context.addTaskHook(new TaskHook() {
                    @Override
                    public void emitted(String stream, List<Object> values, List<Integer> targets) {
                        throw new IllegalArgumentException("hook");
                    }
                });
            }

            @Override
            public void nextTuple(SpoutOutputCollector collector) {
                try {
                    super.nextTuple(collector);
                } catch (IllegalArgumentException e) {
                    next++;
                }
            }
        };
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("sink", Given.acking()).shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(numbers.next).isEqualTo(1);
        assertThat(numbers.acked).containsExactly(0);
    }

    @Test
    @Tag("F1")
    void aHookThatThrowsAtAnEmitIsTheComponentsException() {
        Numbers numbers = new Numbers(1);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", new ScriptedSpout(Given::oneNumber, new ScriptedSpout.Script() {
            @Override
            public void open(TopologyContext context, SpoutOutputCollector collector) {
                context.addTaskHook(new TaskHook() {
                    @Override
                    public void emitted(String stream, List<Object> values, List<Integer> targets) {
                        throw new IllegalArgumentException("hook");
                    }
                });
            }

            @Override
            public void nextTuple(SpoutOutputCollector collector) {
                numbers.nextTuple(collector);
            }
        }));
        builder.setBolt("sink", Given.acking()).shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build());

        bench.steps(20);

        assertThat(bench.errorMessages()).containsExactly("java.lang.IllegalArgumentException: hook");
        assertThat(bench.snapshot("numbers").report().restarts()).isPositive();
        assertThat(bench.workerEnds).isEmpty();
    }

    @Test
    @Tag("A5")
    void moreAcksThanARoundHasTimeForHoldUpNextTupleAndNotTheTimeOuts() {
        Numbers numbers = new Numbers(1_000_000);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("holding", new ScriptedBolt((input, given) -> {})).shuffleGrouping("numbers");
        Bench bench = Bench.of(
                        builder.build(), Map.of("topology.message.timeout", "1s", "topology.max.spout.pending", 10))
                .quick();
        Executor spout = bench.executor("numbers");
        bench.settle();
        assertThat(numbers.next).isEqualTo(10);

        // 12 sections come in each round, and a round that ends after ten looks at the clock takes 10.
        bench.clock.stepNanos = 100_000;
        long begin = bench.clock.getAsLong();
        while (bench.clock.getAsLong() - begin < Duration.ofMillis(1_100).toNanos()) {
            for (int i = 0; i < 12; i++) {
                spout.inbox().control(resetsOfNothing());
            }
            spout.step();
            assertThat(numbers.next).as("nextTuple waits").isEqualTo(10);
        }

        assertThat(numbers.failed).hasSize(10);
        for (int i = 0; i < 1_000; i++) {
            spout.step();
        }
        assertThat(numbers.next).isEqualTo(20);
    }

    private static ControlSection resetsOfNothing() {
        long[] data = new long[2048];
        Arrays.fill(data, 1L << 30);
        return new ControlSection(ControlSection.Kind.RESET_TIMEOUT, 0, data, data.length, 0);
    }
}
