package dev.vendaval.worker.executor;

import static dev.vendaval.worker.executor.RunningSets.FOR_GOOD;
import static dev.vendaval.worker.executor.RunningSets.ONCE_A_MILLISECOND;
import static dev.vendaval.worker.executor.RunningSets.QUIET;
import static dev.vendaval.worker.executor.RunningSets.await;
import static dev.vendaval.worker.executor.RunningSets.isShared;
import static dev.vendaval.worker.executor.RunningSets.shared;
import static dev.vendaval.worker.executor.RunningSets.sharing;
import static dev.vendaval.worker.executor.RunningSets.stop;
import static dev.vendaval.worker.executor.RunningSets.threads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Fields;
import dev.vendaval.api.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Executors that share loops, on real threads, and one of them blocks or computes for long. */
@Tag("I5")
class LoopsBlockingTest {
    /** What takes some 10 ms on a free machine; the calls that block last until the siblings have gone on for longer. */
    private static final Duration HELD_UP = Duration.ofMillis(500);

    @RegisterExtension
    final RunningSets sets = new RunningSets();

    @ParameterizedTest
    @EnumSource
    void aComponentThatBlocksHoldsUpNoSiblingInWhateverCall(Hold.Call call) throws InterruptedException {
        Scene scene = new Scene(sets, new Hold(false), sharing(1, FOR_GOOD));
        scene.startAndShare();

        scene.holdIn(call);

        assertThat(scene.pulse.longestGap()).isLessThan(HELD_UP);
        assertThat(shared(scene.set))
                .as("the blocked one has a thread of its own")
                .hasSize(2);
        scene.hold.release();
        scene.wanted.addAndGet(10);
        await().until(() -> scene.finished() == 11);
        stop(scene.set);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXECUTE", "NEXT_TUPLE"})
    void aComponentThatComputesForLongHoldsUpNoSibling(Hold.Call call) throws InterruptedException {
        Scene scene = new Scene(sets, new Hold(true), sharing(1, FOR_GOOD));
        scene.startAndShare();

        scene.holdIn(call);

        assertThat(scene.pulse.longestGap()).isLessThan(HELD_UP);
        scene.hold.release();
        await().until(() -> scene.finished() == 1);
        stop(scene.set);
    }

    @Test
    void twoThatBlockAtOnceOnOneLoopHoldUpNeitherEachOtherNorTheThird() throws InterruptedException {
        Hold one = new Hold(false);
        Hold two = new Hold(false);
        Pulse pulse = new Pulse();
        Numbers numbers = new Numbers(1);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        for (Map.Entry<String, Hold> held : Map.of("one", one, "two", two).entrySet()) {
            builder.setBolt(held.getKey(), new ScriptedBolt((input, collector) -> {
                        held.getValue().at(Hold.Call.EXECUTE);
                        collector.ack(input);
                    }))
                    .shuffleGrouping("numbers");
        }
        builder.setBolt("pulse", new ScriptedBolt((input, collector) -> {
                    if (input.isTick()) {
                        pulse.execute(input, collector);
                    } else {
                        collector.ack(input);
                    }
                }))
                .addConfigurations(ONCE_A_MILLISECOND)
                .shuffleGrouping("numbers");
        one.arm(Hold.Call.EXECUTE);
        two.arm(Hold.Call.EXECUTE);
        ExecutorSet set = sets.make(builder.build(), Map.of(), sharing(1, FOR_GOOD));
        set.start();

        assertThat(one.awaitEntered()).isTrue();
        assertThat(two.awaitEntered()).isTrue();
        pulse.forget();
        long before = pulse.ticks();
        await().until(() -> pulse.ticks() > before + 300);
        assertThat(pulse.longestGap()).isLessThan(HELD_UP);
        assertThat(numbers.acked).isEmpty();
        one.release();
        two.release();

        await().until(() -> numbers.acked.size() == 1);
        stop(set);
    }

    /** As one that asks a database does: its thread looks as if it were running, and each call is over soon. */
    @Test
    void oneWhoseCallsAreTooShortForTheWatchdogButBlocksOftenGetsAThreadOfItsOwn() throws InterruptedException {
        Pulse pulse = new Pulse();
        AtomicInteger calls = new AtomicInteger();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", new Numbers(0).spout());
        builder.setBolt("often", new ScriptedBolt((input, collector) -> {
                    calls.incrementAndGet();
                    long begin = System.nanoTime();
                    while (System.nanoTime() - begin < 8_000_000) {
                        Thread.onSpinWait();
                    }
                }))
                .addConfigurations(ONCE_A_MILLISECOND)
                .shuffleGrouping("numbers");
        builder.setBolt("pulse", new ScriptedBolt(pulse))
                .addConfigurations(ONCE_A_MILLISECOND)
                .shuffleGrouping("numbers");
        ExecutorSet set = sets.make(builder.build(), Map.of(), sharing(1, FOR_GOOD));
        set.start();

        await().until(() -> calls.get() > 30
                && threads().stream().anyMatch(name -> name.startsWith("t/often"))
                && shared(set).stream().noneMatch(member -> member.toString().startsWith("often"))
                && shared(set).stream().anyMatch(member -> member.toString().startsWith("pulse")));
        stop(set);
    }

    /** Nothing else happens, so that nobody rouses the watchdog: a timer has the spout asked for tuples. */
    @Test
    void aCallThatBlocksFirstThingInAnIdleWorkerIsNoticedSoon() throws InterruptedException {
        List<Duration> unnoticed = new ArrayList<>();
        for (int time = 0; time < 5; time++) {
            CountDownLatch never = new CountDownLatch(1);
            AtomicBoolean armed = new AtomicBoolean();
            AtomicLong blocks = new AtomicLong();
            TopologyBuilder builder = new TopologyBuilder();
            builder.setSpout("idle", new ScriptedSpout(declarer -> declarer.declare(new Fields("n")), collector -> {
                if (armed.getAndSet(false)) {
                    blocks.set(System.nanoTime());
                    never.await(1, TimeUnit.MINUTES);
                }
            }));
            builder.setBolt("bolt", new ScriptedBolt((input, collector) -> collector.ack(input)))
                    .shuffleGrouping("idle");
            ExecutorSet set = sets.make(builder.build(), Map.of(), sharing(1, FOR_GOOD));
            set.start();
            await().during(Duration.ofMillis(300)).until(() -> shared(set).size() == 2);

            armed.set(true);
            await().pollInterval(Duration.ofMillis(1)).until(() -> shared(set).size() == 1);
            unnoticed.add(Duration.ofNanos(System.nanoTime() - blocks.get()));
            never.countDown();
            stop(set);
        }
        assertThat(unnoticed.stream().sorted().toList().get(2))
                .as("median of %s", unnoticed)
                .isLessThan(Duration.ofMillis(150));
    }

    @Test
    void whenAllBlockEachWaitsForItselfAlone() throws InterruptedException {
        int count = 12;
        CountDownLatch inside = new CountDownLatch(count);
        CountDownLatch release = new CountDownLatch(1);
        Numbers numbers = new Numbers(1);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt(
                        "held",
                        new ScriptedBolt((input, collector) -> {
                            inside.countDown();
                            release.await(1, TimeUnit.MINUTES);
                            collector.ack(input);
                        }),
                        count)
                .allGrouping("numbers");
        ExecutorSet set = sets.make(builder.build(), Map.of(), sharing(2, FOR_GOOD));
        set.start();

        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        release.countDown();

        await().until(() -> numbers.acked.size() == 1);
        stop(set);
    }

    @Test
    void oneThatBlockedComesBackWhenItWasQuietForLongEnoughAndItsThreadEnds() throws InterruptedException {
        Scene scene = new Scene(sets, new Hold(false), sharing(1, QUIET));
        scene.startAndShare();
        scene.holdIn(Hold.Call.EXECUTE);
        assertThat(threads()).contains("t/held-2");
        assertThat(isShared(scene.set, "held-2")).isFalse();

        scene.hold.release();

        await().until(() -> isShared(scene.set, "held-2") && !threads().contains("t/held-2"));
        scene.wanted.addAndGet(100);
        await().until(() -> scene.acked.get() == 101);
        stop(scene.set);
    }

    @Test
    void oneThatBlocksAgainAndAgainKeepsItsThread() throws InterruptedException {
        Numbers numbers = new Numbers(Integer.MAX_VALUE);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger switches = new AtomicInteger();
        AtomicReference<@Nullable Thread> last = new AtomicReference<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("slow", new ScriptedBolt((input, collector) -> {
                    if (last.getAndSet(Thread.currentThread()) != Thread.currentThread()) {
                        switches.incrementAndGet();
                    }
                    never.await(20, TimeUnit.MILLISECONDS);
                    collector.ack(input);
                }))
                .shuffleGrouping("numbers");
        ExecutorSet set = sets.make(builder.build(), Map.of("topology.max.spout.pending", 50), sharing(1, QUIET));
        set.start();

        await().until(() -> numbers.acked.size() > 60);

        assertThat(switches.get())
                .as("its own, the shared one, its own for good")
                .isLessThanOrEqualTo(3);
        stop(set);
    }
}
