package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.Counter;
import dev.vendaval.api.FailedException;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TaskHook;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.protocol.report.Latencies;
import dev.vendaval.protocol.state.TopologyStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What components see and get. */
class ComponentsTest {
    private static final AtomicInteger BASIC_CLEANED = new AtomicInteger();

    private static final class HalvingBolt implements BasicBolt {
        @Override
        public void declareOutputFields(dev.vendaval.api.OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("half"));
        }

        @Override
        public void execute(Tuple input, dev.vendaval.api.BasicOutputCollector collector) {
            int number = Objects.requireNonNull(input.getInteger(0));
            if (number == 7) {
                throw new FailedException("not this one");
            }
            if (number == 8) {
                throw new IllegalStateException("broken");
            }
            collector.emit(new Values(number / 2));
        }

        @Override
        public void cleanup() {
            BASIC_CLEANED.incrementAndGet();
        }
    }

    @Test
    @Tag("A7")
    void aBasicBoltAnchorsAndAcksByItselfAndFailsByFailedException() {
        BASIC_CLEANED.set(0);
        Numbers numbers = new Numbers(10);
        List<Tuple> held = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("half", new HalvingBolt()).shuffleGrouping("numbers");
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> {
                    held.add(input);
                    if (held.size() == 8) {
                        assertThat(numbers.acked)
                                .as("anchored, so the tree waits for this")
                                .isEmpty();
                        held.forEach(collector::ack);
                    }
                }))
                .shuffleGrouping("half");
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(numbers.failed).containsExactlyInAnyOrder(7, 8);
        assertThat(numbers.acked).hasSize(8);
        assertThat(bench.errorMessages()).containsExactly("java.lang.IllegalStateException: broken");
        assertThat(BASIC_CLEANED).as("only the exception replaced the instance").hasValue(1);
    }

    @Test
    @Tag("G4")
    void allGroupingGivesEveryTaskACopyWithAnEdgeOfItsOwn() {
        Numbers numbers = new Numbers(100);
        AtomicInteger taken = new AtomicInteger();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt(
                        "sink",
                        new ScriptedBolt((input, collector) -> {
                            if (taken.incrementAndGet() % 5 != 0
                                    || !Integer.valueOf(50).equals(input.getValue(0))) {
                                collector.ack(input);
                            }
                        }),
                        2)
                .setNumTasks(5)
                .allGrouping("numbers");
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(taken).hasValue(500);
        assertThat(numbers.acked.size()).isBetween(99, 100);
        assertThat(bench.transferred("numbers")).isEqualTo(500);
    }

    @Test
    @Tag("G7")
    void directTuplesGoToTheTaskNamedOrAreRefused() {
        List<String> messages = new ArrayList<>();
        List<Integer> receivers = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        Numbers numbers = new Numbers(4) {
            @Override
            public void nextTuple(SpoutOutputCollector collector) {
                if (next == 4) {
                    return;
                }
                int target = 2 + next % 3;
                collector.emitDirect(target, new Values(next), next);
                next++;
                try {
                    collector.emit(new Values(0));
                } catch (IllegalArgumentException e) {
                    messages.add(String.valueOf(e.getMessage()));
                }
                try {
                    collector.emitDirect(99, new Values(0));
                } catch (IllegalArgumentException e) {
                    messages.add(String.valueOf(e.getMessage()));
                }
            }
        };
        builder.setSpout("source", new ScriptedSpout(d -> d.declare(true, new Fields("n")), numbers));
        builder.setBolt("a", new ScriptedBolt(new ScriptedBolt.Script() {
                    @Override
                    public void execute(Tuple input, OutputCollector collector) {
                        receivers.add(((dev.vendaval.worker.tuple.RuntimeTuple) input).task);
                        collector.ack(input);
                    }
                }))
                .setNumTasks(3)
                .directGrouping("source");
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(receivers).containsExactly(2, 3, 4, 2);
        assertThat(numbers.acked).hasSize(4);
        assertThat(messages.get(0)).contains("emitDirect");
        assertThat(messages.get(1)).contains("task 99 does not subscribe");
    }

    @Test
    void hooksHearOfEverythingAndComponentsHaveMetricsAndSharedData() {
        List<String> heard = new ArrayList<>();
        Numbers numbers = new Numbers(2);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("bolt", new ScriptedBolt(Given::oneNumber, new ScriptedBolt.Script() {
                    @Override
                    public void prepare(TopologyContext context, OutputCollector collector) {
                        Counter counter = context.registerCounter("seen");
                        counter.increment(3);
                        context.registerGauge("level", () -> 1.5);
                        context.setExecutorData("key", "value of " + context.getThisTaskId());
                        heard.add("executor data " + context.getExecutorData("key"));
                        context.addTaskHook(new TaskHook() {
                            @Override
                            public void emitted(String stream, List<Object> values, List<Integer> targets) {
                                heard.add("emitted " + stream + values + targets.size());
                            }

                            @Override
                            public void executed(Tuple input) {
                                heard.add("executed");
                            }

                            @Override
                            public void acked(Tuple input) {
                                heard.add("acked");
                            }

                            @Override
                            public void cleanup() {
                                heard.add("hook cleanup");
                            }
                        });
                    }

                    @Override
                    public void execute(Tuple input, OutputCollector collector) {
                        collector.emit(input, new Values(9));
                        collector.ack(input);
                    }
                }))
                .shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(heard)
                .startsWith("executor data value of 2", "emitted default[9]0", "acked", "executed")
                .hasSize(7);
        assertThat(bench.report("bolt").metrics()).containsOnly(entry("seen", 3.0), entry("level", 1.5));
        bench.stop(Orders.Stop.END);
        assertThat(heard).endsWith("hook cleanup");
    }

    @Test
    void streamsAreCountedOnBothSidesAndLatenciesAreTaken() {
        Numbers numbers = new Numbers(300);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("pass", Given.passOn()).shuffleGrouping("numbers");
        builder.setBolt("sink", Given.acking(), 2).allGrouping("pass");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("sink", 1), TopologyStatus.ACTIVE);

        bench.settle();

        assertThat(bench.report("numbers").acked()).isEqualTo(300);
        assertThat(bench.report("pass").acked()).isEqualTo(300);
        assertThat(bench.transferred("pass")).isEqualTo(600);
        assertThat(bench.report("sink").executed()).isEqualTo(300);
        assertThat(bench.report("numbers").completeLatency()).isNotEmpty();
        assertThat(bench.report("sink").executeLatency()).isNotEmpty();
        assertThat(bench.snapshot("pass").outboxTuples()).isZero();
    }

    @Test
    void latenciesOfQuickCallsAreCountedForTheTaskThatMadeThem() {
        Numbers numbers = new Numbers(1_000);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("sink", Given.acking()).setNumTasks(2).shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(bench.snapshot("sink").tasks())
                .hasSize(2)
                .allSatisfy(task -> assertThat(
                                Latencies.merge(List.of(task.executeLatency())).count())
                        .isEqualTo(500));
    }
}
