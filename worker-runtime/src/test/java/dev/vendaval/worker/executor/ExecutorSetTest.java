package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.protocol.state.TopologyStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Executors on real loops. */
class ExecutorSetTest {
    private static TopologyBuilder numbersTo(Numbers numbers, ScriptedBolt bolt) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("bolt", bolt).shuffleGrouping("numbers");
        return builder;
    }

    @Test
    @Tag("I7")
    void stopFailsPendingTreesInterruptsWhatBlocksAndLeavesNoThread() throws InterruptedException {
        AtomicBoolean closed = new AtomicBoolean();
        Numbers numbers = new Numbers(5) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        CountDownLatch blocked = new CountDownLatch(1);
        AtomicBoolean cleaned = new AtomicBoolean();
        ScriptedBolt bolt = new ScriptedBolt(new ScriptedBolt.Script() {
            @Override
            public void execute(Tuple input, OutputCollector collector) throws InterruptedException {
                blocked.countDown();
                new CountDownLatch(1).await(1, TimeUnit.MINUTES);
            }

            @Override
            public void cleanup() {
                cleaned.set(true);
            }
        });
        ExecutorSet set = Bench.threaded(numbersTo(numbers, bolt).build(), Map.of());
        set.start();
        assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> numbers.next == 5);

        List<String> left = set.stop(Duration.ofSeconds(1));

        assertThat(left).isEmpty();
        assertThat(numbers.failed).hasSize(5);
        assertThat(closed).isTrue();
        assertThat(cleaned).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("t/"));
    }

    @Test
    @Tag("I7")
    void aComponentThatIgnoresInterruptsIsLeftBehindByName() throws InterruptedException {
        AtomicBoolean release = new AtomicBoolean();
        CountDownLatch blocked = new CountDownLatch(1);
        ScriptedBolt bolt = new ScriptedBolt((input, collector) -> {
            blocked.countDown();
            while (!release.get()) {
                Thread.onSpinWait();
            }
        });
        ExecutorSet set = Bench.threaded(numbersTo(new Numbers(1), bolt).build(), Map.of());
        set.start();
        assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();

        List<String> left = set.stop(Duration.ofMillis(300));
        release.set(true);

        assertThat(left).containsExactly("t/bolt-2");
    }

    @Test
    void callsRunOnANamedThreadWithTheUsersClassLoaderAndTheTaskInTheLog() throws InterruptedException {
        AtomicReference<@Nullable String> seen = new AtomicReference<>();
        AtomicReference<@Nullable ClassLoader> loader = new AtomicReference<>();
        ScriptedBolt bolt = new ScriptedBolt((input, collector) -> {
            loader.set(Thread.currentThread().getContextClassLoader());
            seen.set(Thread.currentThread().getName() + " " + MDC.get("component") + " " + MDC.get("task"));
            collector.ack(input);
        });
        ExecutorSet set = Bench.threaded(numbersTo(new Numbers(1), bolt).build(), Map.of());
        set.start();

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> seen.get() != null);
        assertThat(Objects.toString(seen.get())).matches("t/(bolt-2|loop-\\d+) bolt 2");
        assertThat(loader).hasValue(ExecutorSetTest.class.getClassLoader());
        assertThat(set.stop(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void snapshotsAreMadeWhileAllIsQuietAndStatusIsFollowed() throws InterruptedException {
        Numbers numbers = new Numbers(100);
        ExecutorSet set = Bench.threaded(numbersTo(numbers, Given.acking()).build(), Map.of());
        set.start();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> numbers.acked.size() == 100);
        assertThat(set.allRunning()).isTrue();

        set.applyStatus(TopologyStatus.INACTIVE);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> set.snapshots().stream()
                        .allMatch(snapshot -> snapshot.join().statusApplied() == TopologyStatus.INACTIVE));
        List<ExecutorSnapshot> snapshots =
                set.snapshots().stream().map(CompletableFuture::join).toList();

        assertThat(snapshots).hasSize(2).allMatch(snapshot -> snapshot.inboxTuples() == 0);
        assertThat(snapshots.get(0).tasks().get(0).executed()).isEqualTo(100);
        assertThat(snapshots.get(1).tasks().get(0).acked()).isEqualTo(100);
        assertThat(snapshots.get(1).pendingTrees()).isZero();
        assertThat(snapshots.get(1).statusApplied()).isEqualTo(TopologyStatus.INACTIVE);
        assertThatThrownBy(() -> set.inbound(77)).hasMessageContaining("no executor 77");
        assertThat(set.stop(Duration.ofSeconds(5))).isEmpty();
        assertThat(set.snapshots()).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    @Tag("S1")
    void anIdleSpoutIsWokenByItsCollectorLongBeforeItsWaitIsOver() throws InterruptedException {
        AtomicReference<@Nullable SpoutOutputCollector> collector = new AtomicReference<>();
        AtomicLong calls = new AtomicLong();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("idle", new ScriptedSpout(Given::oneNumber, given -> {
            collector.set(given);
            calls.incrementAndGet();
        }));
        ExecutorSet set = Bench.threaded(builder.build(), Map.of("topology.spout.idle.max.wait", "1h"));
        set.start();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> collector.get() != null);
        // Doubling from 50 us, fifteen calls take more than a second.
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> calls.get() >= 14);
        SpoutOutputCollector given = collector.get();

        for (int i = 0; i < 100 && given != null; i++) {
            long before = calls.get();
            given.wakeUp();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> calls.get() > before);
        }

        assertThat(calls.get()).isGreaterThanOrEqualTo(114);
        assertThat(set.stop(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void anInterruptFlagThatAComponentLeavesSetDoesNotKeepTheLoopFromParking() throws InterruptedException {
        AtomicReference<@Nullable Thread> loop = new AtomicReference<>();
        Numbers numbers = new Numbers(1);
        ScriptedBolt bolt = new ScriptedBolt((input, collector) -> {
            collector.ack(input);
            loop.set(Thread.currentThread());
            Thread.currentThread().interrupt();
        });
        ExecutorSet set = Bench.threaded(numbersTo(numbers, bolt).build(), Map.of());
        set.start();

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> numbers.acked.size() == 1);
        Thread parking = Objects.requireNonNull(loop.get());
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> !parking.isInterrupted() && parking.getState() == Thread.State.TIMED_WAITING);

        assertThat(set.stop(Duration.ofSeconds(5))).isEmpty();
    }
}
