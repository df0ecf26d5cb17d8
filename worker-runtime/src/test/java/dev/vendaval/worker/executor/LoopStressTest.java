package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Loops are taken over and executors moved all the time, at random, while a topology with a bit of everything runs. With
 * {@code -Dvendaval.stress.seconds} it goes on for longer, with {@code -Dvendaval.stress.seed} it begins with a run that
 * failed; threads still take turns as they like.
 */
@Tag("I5")
class LoopStressTest {
    private static final long SECONDS = Long.getLong("vendaval.stress.seconds", 4);
    private static final long SEED = Long.getLong("vendaval.stress.seed", System.nanoTime());
    private static final Duration EMITTING = Duration.ofMillis(1_200);

    /** Takes over and moves until it is ended. */
    private static final class Chaos implements Runnable {
        private static final int LOOKS = 2_000;
        private final Loops loops;
        private final SplittableRandom random;
        private volatile boolean ended;
        final AtomicInteger takenOver = new AtomicInteger();
        final AtomicInteger moved = new AtomicInteger();

        Chaos(Loops loops, long seed) {
            this.loops = loops;
            this.random = new SplittableRandom(seed);
        }

        @Override
        public void run() {
            while (!ended) {
                if (random.nextInt(3) == 0) {
                    moveSome();
                } else {
                    takeOverOne();
                }
                LockSupport.parkNanos(random.nextLong(1_000, 2_000_000));
            }
        }

        private void takeOverOne() {
            List<Loop> shared = loops.shared();
            Loop loop = shared.get(random.nextInt(shared.size()));
            for (int look = 0; look < LOOKS; look++) {
                long position = loop.position();
                if (Loop.isStep(position)) {
                    takenOver.addAndGet(loops.takeOver(loop, position) ? 1 : 0);
                    return;
                }
                Thread.onSpinWait();
            }
        }

        private void moveSome() {
            List<Loop> shared = loops.shared();
            int from = random.nextInt(shared.size());
            List<Member> leaving = new ArrayList<>();
            for (Member member : shared.get(from).members()) {
                if (random.nextBoolean()) {
                    leaving.add(member);
                }
            }
            loops.move(leaving, from, random.nextInt(shared.size()));
            moved.addAndGet(leaving.size());
        }
    }

    @Test
    void nothingIsLostDoubledDisorderedOrOverlappingWhateverLoopsDo() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        long seed = SEED;
        do {
            run(seed);
            seed++;
        } while (System.nanoTime() - end < 0);
    }

    private static void run(long seed) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        StressTopology topology = new StressTopology(seed);
        int processors = 1 + random.nextInt(4);
        Sharing sharing = new Sharing(processors, Duration.ofMillis(1), Duration.ofMillis(random.nextInt(1, 20)));
        Map<String, Object> config = Map.of(
                "topology.max.spout.pending",
                random.nextInt(1, 2_000),
                "topology.message.timeout",
                "10m",
                "topology.spout.idle.max.wait",
                "1ms");
        ExecutorSet set = Bench.threaded(topology.build(), config, sharing);
        Chaos chaos = new Chaos(set.loops(), seed);
        Thread chaosThread = new Thread(chaos, "stress-chaos");
        String what = "seed " + seed + ", " + processors + " loops, " + config;
        set.start();
        chaosThread.start();
        try {
            long begin = System.nanoTime();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> System.nanoTime() - begin > EMITTING.toNanos() || !topology.journal.wrongs.isEmpty());
            topology.stopEmitting();
            Awaitility.await(what + ": every tree has an outcome, nothing waits anywhere")
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !topology.journal.wrongs.isEmpty()
                            || (topology.outcomes.get() == topology.emitted.get()
                                    && topology.allDone()
                                    && isEmpty(set)
                                    && isEmpty(set)));
            assertThat(topology.journal.wrongs).as(what).isEmpty();
            assertThat(set.stop(Duration.ofSeconds(20))).as(what).isEmpty();
        } finally {
            chaos.ended = true;
            chaosThread.join(Duration.ofSeconds(20).toMillis());
            set.stop(Duration.ofSeconds(1));
        }
        Awaitility.await(what + ": no thread is left")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name -> name.startsWith("t/") || name.startsWith("stress-")));
        topology.journal.close();
        topology.forget();
        assertThat(topology.journal.wrongs).as(what).isEmpty();
        assertThat(topology.emitted.get()).as(what).isPositive();
        assertThat(chaos.takenOver.get()).as("take-overs").isPositive();
        System.out.printf(
                "%s: %d trees, %d copies, %d take-overs, %d moves%n",
                what, topology.emitted.get(), topology.journal.copies(), chaos.takenOver.get(), chaos.moved.get());
    }

    private static boolean isEmpty(ExecutorSet set) {
        return set.snapshots().stream().map(CompletableFuture::join).allMatch(LoopStressTest::isEmpty);
    }

    private static boolean isEmpty(ExecutorSnapshot snapshot) {
        return snapshot.inboxTuples() == 0
                && snapshot.outboxTuples() == 0
                && snapshot.pendingTrees() == 0
                && snapshot.trackedTrees() == 0;
    }
}
