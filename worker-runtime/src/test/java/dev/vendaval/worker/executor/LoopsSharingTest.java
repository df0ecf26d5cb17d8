package dev.vendaval.worker.executor;

import static dev.vendaval.worker.executor.RunningSets.QUIET;
import static dev.vendaval.worker.executor.RunningSets.await;
import static dev.vendaval.worker.executor.RunningSets.shared;
import static dev.vendaval.worker.executor.RunningSets.sharing;
import static dev.vendaval.worker.executor.RunningSets.stop;
import static dev.vendaval.worker.executor.RunningSets.threads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

/** Executors that share loops, on real threads, and get on beside each other. */
@Tag("I5")
class LoopsSharingTest {
    @RegisterExtension
    final RunningSets sets = new RunningSets();

    @Test
    void twoHundredExecutorsGetOnWithAsManyLoopsAsProcessors() throws InterruptedException {
        int count = 199;
        Map<Integer, AtomicInteger> executed = new ConcurrentHashMap<>();
        Numbers numbers = new Numbers(Integer.MAX_VALUE);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt(
                        "many",
                        new ScriptedBolt((input, collector) -> {
                            executed.computeIfAbsent(Integer.parseInt(MDC.get("task")), added -> new AtomicInteger())
                                    .incrementAndGet();
                            collector.ack(input);
                        }),
                        count)
                .allGrouping("numbers");
        ExecutorSet set = sets.make(builder.build(), Map.of("topology.max.spout.pending", 20), sharing(2, QUIET));
        set.start();

        await().until(() -> numbers.acked.size() > 200);
        assertThat(executed).hasSize(count);
        // One that was taken for blocked, on a machine that had no processor for it, is soon back. Both at one moment:
        // the
        // next one may be taken for blocked.
        await().until(() -> threads().size() <= 3 && shared(set).size() == count + 1);
        int before = numbers.acked.size();
        await().until(() -> numbers.acked.size() > before + 200);
        stop(set);
    }

    @Test
    @Tag("F8")
    void aSlowBoltHoldsUpItsSpoutOnTheSameLoop() throws InterruptedException {
        AtomicLong emitted = new AtomicLong();
        AtomicLong executed = new AtomicLong();
        AtomicLong mostUnderWay = new AtomicLong();
        CountDownLatch never = new CountDownLatch(1);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("endless", new ScriptedSpout(Given::oneNumber, collector -> {
            collector.emit(new Values(emitted.incrementAndGet()));
            mostUnderWay.accumulateAndGet(emitted.get() - executed.get(), Math::max);
        }));
        builder.setBolt("slow", new ScriptedBolt((input, collector) -> {
                    never.await(1, TimeUnit.MILLISECONDS);
                    executed.incrementAndGet();
                }))
                .shuffleGrouping("endless");
        ExecutorSet set = sets.make(builder.build(), Map.of(), sharing(1, QUIET));
        set.start();

        await().until(() -> executed.get() >= 1_500);

        assertThat(mostUnderWay.get()).as("in hand, and 100 ms of work").isBetween(2L, 500L);
        stop(set);
    }

    @Test
    void anExecutorMayCallTheCollectorOfASiblingOnItsOwnLoop() throws InterruptedException {
        AtomicReference<@Nullable OutputCollector> siblings = new AtomicReference<>();
        AtomicInteger atSink = new AtomicInteger();
        Numbers numbers = new Numbers(50);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("caller", new ScriptedBolt((input, collector) -> {
                    Objects.requireNonNull(siblings.get()).emit(new Values(input.getValue(0)));
                    collector.ack(input);
                }))
                .shuffleGrouping("numbers");
        builder.setBolt("sibling", new ScriptedBolt(Given::oneNumber, new ScriptedBolt.Script() {
                    @Override
                    public void prepare(TopologyContext context, OutputCollector collector) {
                        siblings.set(collector);
                    }

                    @Override
                    public void execute(Tuple input, OutputCollector collector) {
                        collector.ack(input);
                    }
                }))
                .shuffleGrouping("numbers");
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> atSink.incrementAndGet()))
                .shuffleGrouping("sibling");
        ExecutorSet set = sets.make(builder.build(), Map.of(), sharing(1, QUIET));
        set.start();

        await().until(() -> numbers.acked.size() == 50 && atSink.get() == 50);

        assertThat(numbers.failed).isEmpty();
        stop(set);
    }

    @Test
    void whatAComponentLeavesOnItsThreadIsNotThereForTheNextOne() throws Exception {
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        Numbers numbers = new Numbers(2_000);
        try (URLClassLoader foreign = new URLClassLoader(new URL[0])) {
            TopologyBuilder builder = new TopologyBuilder();
            builder.setSpout("numbers", numbers.spout());
            for (String name : List.of("b", "c", "d")) {
                builder.setBolt(name, new ScriptedBolt((input, collector) -> {
                            Thread thread = Thread.currentThread();
                            boolean own = name.equals(MDC.get("component"))
                                    && thread.getContextClassLoader() == LoopsSharingTest.class.getClassLoader();
                            if (thread.isInterrupted() || !own) {
                                wrong.add(name + " in " + MDC.getCopyOfContextMap());
                            }
                            collector.ack(input);
                            if (!name.equals("c")) {
                                thread.interrupt();
                                thread.setContextClassLoader(foreign);
                                MDC.put("component", "of " + name);
                            }
                        }))
                        .shuffleGrouping("numbers");
            }
            // One call a round, so that the next call is another executor's.
            ExecutorSet set = sets.make(builder.build(), Map.of("topology.max.spout.pending", 1), sharing(1, QUIET));
            set.start();

            await().until(() -> numbers.acked.size() == 2_000);

            assertThat(wrong).isEmpty();
            stop(set);
        }
    }

    @Test
    void executorsThatAreMovedToAndFroGoOn() throws InterruptedException {
        Numbers numbers = new Numbers(200_000);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("a", Given.passOn()).shuffleGrouping("numbers");
        builder.setBolt("b", Given.acking()).shuffleGrouping("a");
        ExecutorSet set = sets.make(builder.build(), Map.of("topology.max.spout.pending", 200), sharing(2, QUIET));
        set.start();
        await().until(() -> shared(set).size() == 3);

        int arrivals = 0;
        while (numbers.acked.size() < 200_000) {
            List<Loop> loops = set.loops().shared();
            int from = loops.get(0).members().isEmpty() ? 1 : 0;
            set.loops().move(loops.get(from).members(), from, 1 - from);
            LockSupport.parkNanos(500_000);
            arrivals += set.loops().shared().get(from).members().isEmpty() ? 1 : 0;
        }
        assertThat(arrivals).isGreaterThan(3);

        await().until(() -> numbers.acked.size() == 200_000);
        assertThat(numbers.failed).isEmpty();
        stop(set);
    }

    @Test
    @Tag("S1")
    void idleSpoutsOfALoopWakeItTogether() throws InterruptedException {
        List<Long> calls = Collections.synchronizedList(new ArrayList<>());
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("idle", new ScriptedSpout(Given::oneNumber, collector -> calls.add(System.nanoTime())), 20);
        ExecutorSet set = sets.make(builder.build(), Map.of(), sharing(1, QUIET));
        set.start();
        await().until(() -> shared(set).size() == 20 && calls.size() > 20 * 15);

        List<Long> wakeUpsASecond = new ArrayList<>();
        List<Long> callsASecond = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.clear();
            long begin = System.nanoTime();
            await().until(() -> System.nanoTime() - begin > 500_000_000L);
            List<Long> seen = List.copyOf(calls);
            callsASecond.add(2L * seen.size());
            wakeUpsASecond.add(2 * wakeUps(seen));
        }

        // A machine that is busy tears some apart; one quiet half second shows how it is meant to be.
        assertThat(Collections.min(wakeUpsASecond)).isBetween(1L, 60L);
        assertThat(Collections.min(callsASecond)).isBetween(20L, 20L * 60);
        stop(set);
    }

    /** Calls less than 2 ms apart are of one wake-up. */
    private static long wakeUps(List<Long> calls) {
        long wakeUps = 0;
        long last = Long.MIN_VALUE;
        for (long call : calls) {
            wakeUps += last == Long.MIN_VALUE || call - last > 2_000_000 ? 1 : 0;
            last = call;
        }
        return wakeUps;
    }
}
