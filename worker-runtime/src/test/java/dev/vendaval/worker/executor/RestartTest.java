package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.GlobalStreamId;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.api.WorkerContext;
import dev.vendaval.protocol.report.ExecutorState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of a component that throws. */
@Tag("F1")
class RestartTest {
    private static final class Fragile implements ScriptedBolt.Script {
        final AtomicInteger prepared = new AtomicInteger();
        final AtomicInteger cleaned = new AtomicInteger();
        final List<Integer> executed = new ArrayList<>();
        final List<Tuple> held = new ArrayList<>();
        int prepareFailures;
        boolean failCleanup;
        Throwable next = new IllegalStateException("poisoned");
        List<Integer> poison = List.of();
        List<Integer> toHold = List.of();

        @Override
        public void prepare(TopologyContext context, OutputCollector collector) {
            prepared.incrementAndGet();
            if (prepareFailures > 0) {
                prepareFailures--;
                throw new IllegalStateException("no database");
            }
        }

        @Override
        public void execute(Tuple input, OutputCollector collector) throws Exception {
            Integer number = input.getInteger(0);
            if (poison.contains(number)) {
                if (next instanceof Error error) {
                    throw error;
                }
                throw (Exception) next;
            }
            executed.add(number);
            if (toHold.contains(number)) {
                held.add(input);
            } else {
                collector.ack(input);
            }
        }

        @Override
        public void cleanup() {
            cleaned.incrementAndGet();
            if (failCleanup) {
                throw new IllegalStateException("cleanup, too");
            }
        }
    }

    private static Bench bench(Numbers numbers, Fragile fragile, Map<String, Object> config) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("fragile", new ScriptedBolt(fragile)).shuffleGrouping("numbers");
        return Bench.of(builder.build(), config);
    }

    @Test
    void anExceptionFailsTheInputAndWhatWasHeldAndTheNextTupleMeetsANewInstance() {
        Numbers numbers = new Numbers(10);
        Fragile fragile = new Fragile();
        fragile.poison = List.of(5);
        fragile.toHold = List.of(1, 2);
        fragile.failCleanup = true;
        Bench bench = bench(numbers, fragile, Map.of());

        bench.settle();

        assertThat(numbers.failed).containsExactlyInAnyOrder(1, 2, 5);
        assertThat(numbers.acked).containsExactlyInAnyOrder(0, 3, 4, 6, 7, 8, 9);
        assertThat(fragile.prepared).hasValue(2);
        assertThat(fragile.cleaned).hasValue(1);
        assertThat(bench.errorMessages())
                .containsExactlyInAnyOrder(
                        "java.lang.IllegalStateException: poisoned", "java.lang.IllegalStateException: cleanup, too");
        assertThat(bench.snapshot("fragile").report().restarts()).isEqualTo(1);
        assertThat(bench.workerEnds).isEmpty();
    }

    @Test
    void throwingAgainWithoutASuccessInBetweenIsFollowedByAWait() {
        Numbers numbers = new Numbers(3);
        Fragile fragile = new Fragile();
        fragile.poison = List.of(0, 1);
        Bench bench = bench(numbers, fragile, Map.of());

        bench.settle();
        assertThat(numbers.failed).containsExactlyInAnyOrder(0, 1);
        assertThat(fragile.prepared).hasValue(2);
        assertThat(bench.executor("fragile").state()).isEqualTo(ExecutorState.STARTING);
        assertThat(numbers.acked).isEmpty();

        bench.clock.advance(Duration.ofMillis(1_100));
        bench.settle();

        assertThat(numbers.acked).containsExactly(2);
        assertThat(fragile.prepared).hasValue(3);
        assertThat(bench.executor("fragile").state()).isEqualTo(ExecutorState.RUNNING);
    }

    @Test
    void aPrepareThatThrowsIsTriedAgainWithWaitsThatDouble() {
        Numbers numbers = new Numbers(1);
        Fragile fragile = new Fragile();
        fragile.prepareFailures = 3;
        Bench bench = bench(numbers, fragile, Map.of());

        bench.settle();
        assertThat(fragile.prepared).hasValue(1);
        assertThat(bench.executor("fragile").state()).isEqualTo(ExecutorState.FAILED);
        assertThat(numbers.next).as("spouts wait for what they feed").isZero();
        for (int second = 0; second < 4; second++) {
            bench.clock.advance(Duration.ofSeconds(1));
            bench.settle();
        }
        assertThat(fragile.prepared).as("after 1 s and 2 s more").hasValue(3);
        bench.clock.advance(Duration.ofSeconds(4));
        bench.settle();

        assertThat(fragile.prepared).hasValue(4);
        assertThat(numbers.acked).containsExactly(0);
    }

    @Test
    void aStackOverflowCountsAsAnException() {
        Numbers numbers = new Numbers(2);
        Fragile fragile = new Fragile();
        fragile.poison = List.of(0);
        fragile.next = new StackOverflowError();
        Bench bench = bench(numbers, fragile, Map.of());

        bench.settle();

        assertThat(numbers.failed).containsExactly(0);
        assertThat(numbers.acked).containsExactly(1);
        assertThat(bench.workerEnds).isEmpty();
    }

    @Test
    void outOfMemoryEndsTheWorker() {
        Numbers numbers = new Numbers(2);
        Fragile fragile = new Fragile();
        fragile.poison = List.of(0);
        fragile.next = new OutOfMemoryError("test");
        Bench bench = bench(numbers, fragile, Map.of());

        bench.settle();

        assertThat(bench.workerEnds).containsExactly(fragile.next);
    }

    @Test
    void onErrorWorkerEndsTheWorkerOnAnyException() {
        Numbers numbers = new Numbers(2);
        Fragile fragile = new Fragile();
        fragile.poison = List.of(0);
        Bench bench = bench(numbers, fragile, Map.of("topology.executor.on.error", "worker"));

        bench.settle();

        assertThat(bench.workerEnds).containsExactly(fragile.next);
        assertThat(bench.errorMessages()).containsExactly("java.lang.IllegalStateException: poisoned");
    }

    @Test
    void aSpoutThatThrowsIsReplacedAndHearsNothingOfOldTrees() {
        Numbers numbers = new Numbers(5) {
            private boolean thrown;

            @Override
            public void nextTuple(SpoutOutputCollector collector) {
                if (next == 3 && !thrown) {
                    thrown = true;
                    throw new IllegalStateException("source gone");
                }
                super.nextTuple(collector);
            }
        };
        List<Tuple> held = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("holding", new ScriptedBolt((input, collector) -> {
                    held.add(input);
                    if (held.size() == 5) {
                        held.forEach(collector::ack);
                    }
                }))
                .shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(numbers.acked).as("0, 1 and 2 were the old instance's").containsExactlyInAnyOrder(3, 4);
        assertThat(numbers.failed).isEmpty();
        assertThat(bench.snapshot("numbers").pendingTrees()).isZero();
        assertThat(bench.snapshot("numbers").report().restarts()).isEqualTo(1);
    }

    @Test
    void otherTasksOfTheExecutorKeepTheirInstances() {
        AtomicInteger prepared = new AtomicInteger();
        Numbers numbers = new Numbers(100);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("fragile", new ScriptedBolt(new ScriptedBolt.Script() {
                    @Override
                    public void prepare(TopologyContext context, OutputCollector collector) {
                        prepared.incrementAndGet();
                    }

                    @Override
                    public void execute(Tuple input, OutputCollector collector) {
                        if (Integer.valueOf(50).equals(input.getValue(0))) {
                            throw new IllegalStateException("poisoned");
                        }
                        collector.ack(input);
                    }
                }))
                .setNumTasks(3)
                .shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(prepared).hasValue(4);
        assertThat(numbers.acked).hasSize(99);
        assertThat(numbers.failed).containsExactly(50);
    }

    @Test
    void anEmitThatIsWrongIsTheComponentsExceptionAndLeavesItsAnchorAlone() {
        Numbers numbers = new Numbers(1);
        List<String> messages = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("wrong", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    for (Runnable attempt : List.<Runnable>of(
                            () -> collector.emit("nowhere", input, new Values(1)),
                            () -> collector.emit(input, new Values(1, 2)),
                            () -> collector.emit(input, new Values(new Thread("not encodable"))),
                            () -> collector.emitDirect(1, input, new Values(1)))) {
                        try {
                            attempt.run();
                        } catch (IllegalArgumentException e) {
                            messages.add(String.valueOf(e.getMessage()));
                        }
                    }
                    collector.ack(input);
                }))
                .shuffleGrouping("numbers");
        builder.setBolt("sink", Given.acking()).shuffleGrouping("wrong");
        Bench bench = Bench.of(
                builder.build(), Map.of(), Map.of("sink", 1), dev.vendaval.protocol.state.TopologyStatus.ACTIVE);

        bench.settle();

        assertThat(messages).hasSize(4);
        assertThat(messages.get(0)).contains("wrong", "nowhere", "default");
        assertThat(messages.get(1)).contains("default", "[n]", "2 values");
        assertThat(messages.get(2)).contains("wrong", "field 'n'", "java.lang.Thread");
        assertThat(messages.get(3)).contains("default", "not declared direct");
        assertThat(numbers.acked).as("no copy was made, so nothing is missing").containsExactly(0);
    }

    @Test
    void aTickThatThrowsTwiceIsFollowedByAWaitInWhichNoTupleIsGiven() {
        Numbers numbers = new Numbers(3);
        List<Object> executed = new ArrayList<>();
        AtomicInteger ticks = new AtomicInteger();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("ticked", new ScriptedBolt((input, collector) -> {
                    if (input.isTick()) {
                        ticks.incrementAndGet();
                        throw new IllegalStateException("tick");
                    }
                    executed.add(input.getValue(0));
                    collector.ack(input);
                }))
                .addConfiguration("topology.tick.tuple.freq", "10ms")
                .shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build());
        Executor ticked = bench.executor("ticked");
        ticked.step();
        bench.clock.advance(Duration.ofMillis(10));
        ticked.step();
        bench.executor("numbers").step();
        bench.clock.advance(Duration.ofMillis(10));

        ticked.step();

        assertThat(ticks).hasValue(2);
        assertThat(executed).as("the task waits").isEmpty();
        bench.clock.advance(Duration.ofMillis(999));
        ticked.step();
        assertThat(ticks).hasValue(2);
        bench.clock.advance(Duration.ofMillis(10));
        bench.settle();
        assertThat(bench.workerEnds).isEmpty();
    }

    @Test
    void aTaskOfABoltThatWaitsDoesNotStopItsSiblings() {
        AtomicInteger ticksOfSibling = new AtomicInteger();
        List<Object> executed = new ArrayList<>();
        List<Integer> threw = new ArrayList<>();
        Numbers numbers = new Numbers(6);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("bolt", new ScriptedBolt(new ScriptedBolt.Script() {
                    private final Map<OutputCollector, Integer> tasks = new HashMap<>();

                    @Override
                    public void prepare(TopologyContext context, OutputCollector collector) {
                        tasks.put(collector, context.getThisTaskId());
                    }

                    @Override
                    public void execute(Tuple input, OutputCollector collector) {
                        boolean first = Objects.requireNonNull(tasks.get(collector)) == firstTask();
                        if (input.isTick()) {
                            ticksOfSibling.addAndGet(first ? 0 : 1);
                        } else if (first && threw.size() < 2) {
                            threw.add(input.getInteger(0));
                            throw new IllegalStateException("poisoned");
                        } else {
                            executed.add(input.getValue(0));
                            collector.ack(input);
                        }
                    }

                    private int firstTask() {
                        return tasks.values().stream()
                                .mapToInt(Integer::intValue)
                                .min()
                                .orElseThrow();
                    }
                }))
                .setNumTasks(2)
                .addConfiguration("topology.tick.tuple.freq", "10ms")
                .customGrouping("numbers", new LowHalfFirst());
        Bench bench = Bench.of(builder.build());

        // Tasks in turn: first first first, second second, first.
        bench.settle();

        assertThat(threw).hasSize(2);
        assertThat(executed)
                .as("those before the first one for the waiting task")
                .isEqualTo(List.of(2, 3));
        int before = ticksOfSibling.get();
        bench.clock.advance(Duration.ofMillis(20));
        bench.settle();
        assertThat(ticksOfSibling.get()).isGreaterThan(before);
        assertThat(bench.snapshot("bolt").inboxTuples()).isEqualTo(2);

        bench.clock.advance(Duration.ofSeconds(2));
        bench.settle();

        assertThat(executed).isEqualTo(List.of(2, 3, 4, 5));
        assertThat(numbers.acked).containsExactlyInAnyOrder(2, 3, 4, 5);
    }

    /** 0, 1, 4 go to the first task, 2, 3, 5 to the second. */
    private static final class LowHalfFirst implements CustomGrouping {
        private static final long serialVersionUID = 1L;
        private List<Integer> targets = List.of();

        @Override
        public void prepare(WorkerContext context, GlobalStreamId stream, List<Integer> targetTasks) {
            targets = List.copyOf(targetTasks);
        }

        @Override
        public List<Integer> chooseTasks(int taskId, List<Object> values) {
            return List.of(targets.get(List.of(0, 1, 4).contains(values.get(0)) ? 0 : 1));
        }
    }

    @Test
    void aSpoutTaskWhoseOpenFailsDoesNotStopItsSiblings() {
        List<Object> acked = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("halves", new ScriptedSpout(Given::oneNumber, new ScriptedSpout.Script() {
                    private int next;

                    @Override
                    public void open(TopologyContext context, SpoutOutputCollector collector) {
                        if (context.getThisTaskIndex() == 0) {
                            throw new IllegalStateException("no source");
                        }
                    }

                    @Override
                    public void nextTuple(SpoutOutputCollector collector) {
                        if (next < 10) {
                            collector.emit(new Values(next), next);
                            next++;
                        }
                    }

                    @Override
                    public void ack(Object messageId) {
                        acked.add(messageId);
                    }
                }))
                .setNumTasks(2);
        builder.setBolt("sink", Given.acking()).shuffleGrouping("halves");
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(bench.executor("halves").state()).isEqualTo(ExecutorState.FAILED);
        assertThat(acked).hasSize(10);
    }
}
