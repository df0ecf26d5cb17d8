package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Fields;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.exchange.Inbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Emit never blocks, a slow receiver slows its senders, loops go on. */
class BackpressureTest {
    /** Emits for ever, untracked. */
    private static final class Endless implements ScriptedSpout.Script {
        final AtomicLong emitted = new AtomicLong();

        @Override
        public void nextTuple(SpoutOutputCollector collector) {
            collector.emit(new Values(emitted.incrementAndGet()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @Tag("F8")
    void aSinkThatDoesNotTakeAnythingStopsTheSpoutAfterABoundedNumber(int sinkWorker) {
        Endless endless = new Endless();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("endless", new ScriptedSpout(Given::oneNumber, endless));
        builder.setBolt("pass", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    collector.emit(input, new Values(Given.number(input)));
                    collector.ack(input);
                }))
                .shuffleGrouping("endless");
        AtomicLong taken = new AtomicLong();
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> taken.incrementAndGet()))
                .shuffleGrouping("pass");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("sink", sinkWorker), TopologyStatus.ACTIVE);
        // All are prepared, then the sink gets no more turns.
        bench.steps(3);

        for (int round = 0; round < 2_000; round++) {
            bench.executor("endless").step();
            bench.executor("pass").step();
        }

        long stuck = endless.emitted.get();
        // Two local rings, or one and the largest window of a link, and what the pass-on bolt has in hand.
        assertThat(stuck - taken.get()).isLessThan(12_000);
        bench.executor("endless").step();
        assertThat(endless.emitted).hasValue(stuck);
        assertThat(bench.executor("endless").nanosUntilTimer())
                .as("it parks until there is room")
                .isGreaterThan(1_000_000L);
        bench.steps(100);
        assertThat(endless.emitted.get()).as("goes on when the sink does").isGreaterThan(stuck);
    }

    @Test
    @Tag("F8")
    void roomThatShrinksWhileABatchGathersStopsItsSender() {
        AtomicLong emitted = new AtomicLong();
        AtomicLong allowed = new AtomicLong();
        AtomicReference<Runnable> afterEmit = new AtomicReference<>(() -> {});
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", new ScriptedSpout(Given::oneNumber, collector -> {
            if (emitted.get() < allowed.get()) {
                collector.emit(new Values(emitted.incrementAndGet()));
                Objects.requireNonNull(afterEmit.get()).run();
            }
        }));
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> {})).shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of(), TopologyStatus.ACTIVE);
        bench.steps(3);
        Inbox sink = bench.executor("sink").inbox();
        int room = sink.roomTuples();
        allowed.set(room / 2 + 1);
        stepSpout(bench, 5);
        assertThat(sink.queuedTuples()).isEqualTo(allowed.get());

        afterEmit.set(() -> sink.setPace(TimeUnit.HOURS.toNanos(1)));
        allowed.incrementAndGet();
        stepSpout(bench, 1);
        assertThat(sink.roomTuples()).as("room for less than waits").isEqualTo(room / 2);
        allowed.set(1_000);
        stepSpout(bench, 100);

        assertThat(emitted).as("what gathered when it shrank, and no more").hasValue(room / 2 + 2);
    }

    private static void stepSpout(Bench bench, int times) {
        for (int i = 0; i < times; i++) {
            bench.clock.advance(Duration.ofMillis(20)); // longer than a spout rests that had nothing to emit
            bench.executor("numbers").step();
        }
    }

    @Test
    @Tag("F8")
    void oneExecuteThatEmitsAMillionTuplesReturnsAndAllArrive() {
        Numbers one = new Numbers(1);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("one", one.spout());
        builder.setBolt("burst", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        collector.emit(input, new Values(i));
                    }
                    collector.ack(input);
                }))
                .shuffleGrouping("one");
        AtomicInteger taken = new AtomicInteger();
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> {
                    taken.incrementAndGet();
                    collector.ack(input);
                }))
                .shuffleGrouping("burst");
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(taken).hasValue(1_000_000);
        assertThat(one.acked).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @Tag("A6")
    @Tag("F8")
    void whatWaitsForABoltThatNeeds50MsForEachIsAFewTuples(int workerOfSlow) {
        Endless endless = new Endless();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("endless", new ScriptedSpout(Given::oneNumber, endless));
        AtomicReference<FakeClock> clock = new AtomicReference<>();
        AtomicLong taken = new AtomicLong();
        builder.setBolt("slow", slow(clock, taken)).shuffleGrouping("endless");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("slow", workerOfSlow), TopologyStatus.ACTIVE);
        clock.set(bench.clock);
        bench.steps(50);
        long before = taken.get();

        for (int round = 0; round < 300; round++) {
            bench.stepAll();
            assertThat(endless.emitted.get() - taken.get())
                    .as("two in hand, two that wait, one that was emitted before the spout noticed")
                    .isLessThanOrEqualTo(5);
        }

        assertThat(taken.get() - before).as("it was never without work").isGreaterThan(250);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "1, 0", "1, 1"})
    @Tag("A6")
    @Tag("F8")
    void whatWaitsForAQuickBoltBeforeASlowOneIsAFewTuples(int workerOfQuick, int workerOfSlow) {
        Endless endless = new Endless();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("endless", new ScriptedSpout(Given::oneNumber, endless));
        builder.setBolt("quick", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    collector.emit(input, new Values(Given.number(input)));
                    collector.ack(input);
                }))
                .shuffleGrouping("endless");
        AtomicReference<FakeClock> clock = new AtomicReference<>();
        AtomicLong taken = new AtomicLong();
        builder.setBolt("slow", slow(clock, taken)).shuffleGrouping("quick");
        Bench bench = Bench.of(
                builder.build(), Map.of(), Map.of("quick", workerOfQuick, "slow", workerOfSlow), TopologyStatus.ACTIVE);
        clock.set(bench.clock);

        long most = 0;
        for (int round = 0; round < 600; round++) {
            bench.stepAll();
            most = Math.max(most, endless.emitted.get() - taken.get());
        }

        assertThat(most)
                .as("twice the first room at each bolt, and what is in hand")
                .isLessThan(50);
        assertThat(endless.emitted.get() - taken.get()).isLessThan(15);
        assertThat(taken.get()).isGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @Tag("F8")
    void whatOneCallEmitsForASlowBoltArrivesThoughItNeverHasRoomForABatch(int workerOfSlow) {
        Numbers ten = new Numbers(10);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("ten", ten.spout());
        builder.setBolt("burst", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    for (int i = 0; i < 100; i++) {
                        collector.emit(input, new Values(i));
                    }
                    collector.ack(input);
                }))
                .shuffleGrouping("ten");
        AtomicReference<FakeClock> clock = new AtomicReference<>();
        AtomicLong taken = new AtomicLong();
        builder.setBolt("slow", slow(clock, taken)).shuffleGrouping("burst");
        Bench bench = Bench.of(
                builder.build(),
                Map.of("topology.message.timeout", "1h"),
                Map.of("slow", workerOfSlow),
                TopologyStatus.ACTIVE);
        clock.set(bench.clock);

        bench.steps(3_000);

        assertThat(taken).hasValue(1_000);
        assertThat(ten.acked).hasSize(10);
    }

    /** Needs 50 ms for each tuple. */
    private static ScriptedBolt slow(AtomicReference<FakeClock> clock, AtomicLong taken) {
        return new ScriptedBolt((input, collector) -> {
            Objects.requireNonNull(clock.get()).advance(Duration.ofMillis(50));
            taken.incrementAndGet();
            collector.ack(input);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @Tag("F8")
    void aLoopOfTwoBoltsWithFanOutOneDoesNotDeadlock(int workerOfB) {
        Endless endless = new Endless();
        AtomicLong leftLoop = new AtomicLong();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("endless", new ScriptedSpout(Given::oneNumber, endless));
        builder.setBolt("a", new ScriptedBolt(d -> d.declare(new Fields("laps")), (input, collector) -> {
                    long laps = input.getSourceComponent().equals("b") ? Given.number(input) : 0;
                    collector.emit(input, new Values(laps + 1));
                    collector.ack(input);
                }))
                .shuffleGrouping("endless")
                .shuffleGrouping("b");
        builder.setBolt("b", new ScriptedBolt(d -> d.declare(new Fields("laps")), (input, collector) -> {
                    if (Given.number(input) < 10) {
                        collector.emit(input, new Values(Given.number(input)));
                    } else {
                        leftLoop.incrementAndGet();
                    }
                    collector.ack(input);
                }))
                .shuffleGrouping("a");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("b", workerOfB), TopologyStatus.ACTIVE);

        for (int round = 0; round < 1_500; round++) {
            bench.stepAll();
        }

        assertThat(leftLoop.get()).isGreaterThan(3_000);
        assertThat(endless.emitted.get() - leftLoop.get()).as("under way").isLessThan(20_000);
        assertThat(bench.errorMessages()).isEmpty();
    }

    @Test
    @Tag("F8")
    void aLoopOverItsThresholdTakesNothingFromOutsideUntilItHasWorkedItselfDown() {
        Endless endless = new Endless();
        AtomicInteger fromOutside = new AtomicInteger();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("endless", new ScriptedSpout(Given::oneNumber, endless));
        builder.setBolt("a", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    if (input.getSourceComponent().equals("endless") && fromOutside.incrementAndGet() == 1) {
                        for (int i = 0; i < 10_000; i++) {
                            collector.emit(new Values(0L));
                        }
                    }
                }))
                .shuffleGrouping("endless")
                .shuffleGrouping("b");
        AtomicInteger atB = new AtomicInteger();
        builder.setBolt("b", new ScriptedBolt(Given::oneNumber, (input, collector) -> atB.incrementAndGet()))
                .shuffleGrouping("a");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("b", 1), TopologyStatus.ACTIVE);
        while (fromOutside.get() == 0) {
            bench.stepAll();
        }
        bench.executor("b").step();
        int before = fromOutside.get();

        bench.executor("a").step();
        bench.executor("endless").step();
        bench.executor("a").step();

        assertThat(atB.get()).isLessThan(8_000);
        assertThat(fromOutside).hasValue(before);
        bench.steps(1_000);
        assertThat(atB).hasValue(10_000);
        assertThat(fromOutside.get()).isGreaterThan(before);
    }

    @Test
    @Tag("F7")
    void tuplesOfOneTaskArriveInTheOrderTheyWereEmitted() {
        Endless endless = new Endless();
        List<Long> arrived = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("endless", new ScriptedSpout(Given::oneNumber, endless));
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> arrived.add(Given.number(input))))
                .shuffleGrouping("endless");
        builder.setBolt("far", new ScriptedBolt((input, collector) -> arrivedFar(input)))
                .shuffleGrouping("endless");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("far", 1), TopologyStatus.ACTIVE);
        lastFar.set(0);

        bench.steps(500);

        assertThat(arrived.size()).isGreaterThan(1_000);
        for (int i = 0; i < arrived.size(); i++) {
            assertThat(arrived.get(i)).isEqualTo(i + 1L);
        }
        assertThat(lastFar.get()).isGreaterThan(1_000);
    }

    private final AtomicLong lastFar = new AtomicLong();

    private void arrivedFar(Tuple input) {
        assertThat(Given.number(input)).isEqualTo(lastFar.incrementAndGet());
    }

    @Test
    @Tag("F8")
    void withRealLoopsASlowSinkKeepsTheSpoutWithinABound() throws InterruptedException {
        Endless endless = new Endless();
        AtomicLong taken = new AtomicLong();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("endless", new ScriptedSpout(Given::oneNumber, endless));
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> {
                    taken.incrementAndGet();
                    java.util.concurrent.locks.LockSupport.parkNanos(100_000);
                }))
                .shuffleGrouping("endless");
        ExecutorSet set = Bench.threaded(builder.build(), Map.of());
        set.start();

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> taken.get() > 2_000);
        assertThat(endless.emitted.get() - taken.get()).isLessThan(2_000);

        assertThat(set.stop(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    @Tag("A1")
    void withRealLoopsAMillionTreesAreAcked() throws InterruptedException {
        Numbers numbers = new Numbers(1_000_000);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("pass", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    collector.emit(input, new Values(input.getInteger(0)));
                    collector.ack(input);
                }))
                .shuffleGrouping("numbers");
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> collector.ack(input)), 2)
                .shuffleGrouping("pass");
        ExecutorSet set = Bench.threaded(builder.build(), Map.of());
        set.start();

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> numbers.acked.size() == 1_000_000);
        assertThat(numbers.failed).isEmpty();

        assertThat(set.stop(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void creditThatComesWhileItIsBeingAskedForIsNotMissed() {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("endless", new ScriptedSpout(Given::oneNumber, collector -> collector.emit(new Values(1))));
        builder.setBolt("sink", Given.acking()).shuffleGrouping("endless");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("sink", 1), TopologyStatus.ACTIVE);
        bench.steps(3);
        Executor spout = bench.executor("endless");
        DirectLink link = bench.link("0->" + bench.executor("sink").plan());
        link.shut = true;
        int steps = 0;
        while (spout.step()) {
            assertThat(steps++).isLessThan(10_000);
        }

        link.opensWhenAsked = true;

        assertThat(spout.step())
                .as("looks for work once more instead of parking")
                .isTrue();
    }

    @Test
    void aCycleTakesNothingFromOutsideWhileTooMuchOfItsFeedbackWaitsForAWorkerThatIsAway() {
        Numbers numbers = new Numbers(1_000);
        AtomicInteger atFar = new AtomicInteger();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("near", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    for (int i = 0; i < 100; i++) {
                        collector.emit(input, new Values(i));
                    }
                    collector.ack(input);
                }))
                .shuffleGrouping("numbers")
                .shuffleGrouping("far");
        builder.setBolt("far", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    atFar.incrementAndGet();
                    collector.ack(input);
                }))
                .shuffleGrouping("near");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("far", 1), TopologyStatus.INACTIVE);
        bench.settle();
        DirectLink link = bench.link("0->" + bench.executor("far").plan());
        link.away(true);
        // One call is a round.
        bench.clock.stepNanos = Round.LENGTH_NANOS;
        bench.status(TopologyStatus.ACTIVE);

        bench.steps(5_000);

        assertThat(link.unsentTuples()).isBetween(4_096L, 4_096L * 5);
        assertThat(numbers.acked).isEmpty();

        link.away(false);
        bench.clock.stepNanos = 1_000;
        for (int i = 0; i < 1_000 && numbers.acked.size() < 1_000; i++) {
            bench.clock.advance(Duration.ofMillis(10));
            bench.steps(50);
        }
        assertThat(numbers.acked).hasSize(1_000);
        assertThat(atFar).hasValue(100_000);
    }
}
