package dev.vendaval.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.SubmitException;
import dev.vendaval.client.ProgressListener;
import dev.vendaval.client.RebalanceOrder;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.tests.chaos.CountingChecker.Kills;
import dev.vendaval.tests.topologies.chaos.Counting;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One rebalance after the other, with random numbers of workers and executors, with and without kill -9 of random workers:
 * nothing is lost, out of order or counted wrongly, each is done, or rolled back because of a kill, and in the end it is
 * stable. A failure names its seed; {@code -Dvendaval.chaos.seed=N} draws the same numbers again.
 */
class RebalanceStormIT {
    private static final int PER_SECOND = Integer.getInteger("vendaval.rebalance.rate", 3_000);
    private static final int SUPERVISORS = 2;
    private static final int SLOTS = 3;
    private static final Duration EACH = Duration.ofSeconds(3);
    private static final Duration SHORT = Duration.ofSeconds(12);
    private static final Duration LONG = Duration.ofMinutes(3);
    /** As long as a rebalance that starts workers, which rehearse: so kills meet every step, and what comes after. */
    private static final int KILL_WITHIN_MS = 4_000;

    private static final Duration OVER = Duration.ofSeconds(60);
    private static final int SOURCE_AND_SINK = 2;

    private final long seed = Trials.seed();
    private final Random random = new Random(seed);
    private final Map<RebalanceStatus, Integer> outcomes = new EnumMap<>(RebalanceStatus.class);
    private int killed;

    @Test
    @Tag("R1")
    @Tag("R3")
    @Tag("R5")
    void rebalancesAndKillsInARowLoseNothing() throws Exception {
        try (CountingCluster cluster = CountingCluster.start(SUPERVISORS, SLOTS)) {
            storm(cluster, Kills.SOME, SHORT);
        }
    }

    @ParameterizedTest
    @EnumSource(Kills.class)
    @Tag("chaos")
    void rebalancesInARowForALongTimeLoseNothing(Kills kills) throws Exception {
        try (CountingCluster cluster = CountingCluster.start(SUPERVISORS, SLOTS)) {
            storm(cluster, kills, LONG);
        }
    }

    private void storm(CountingCluster cluster, Kills kills, Duration time) throws Exception {
        cluster.submit(1, PER_SECOND);
        outcomes.clear();
        killed = 0;
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            long next = System.nanoTime() + EACH.toNanos();
            rebalance(cluster, kills);
            Clock.passes(next);
        }
        History history = cluster.rest();
        System.out.printf(
                "storm of %d s, seed %d: %s, %d workers killed, %d ids, %d trees failed, longest silence of a key %.0f ms%n",
                time.toSeconds(),
                seed,
                outcomes,
                killed,
                history.ids(Kind.EMITTED).cardinality(),
                history.count(Kind.FAILED),
                KeyTimeline.of(history, Kind.RECEIVED).longestSilence(0, end) / 1e6);
        assertThat(CountingChecker.complaints(history, cluster.seenFromOutside(), kills))
                .as("seed " + seed + ", tapes in " + cluster.tapes())
                .isEmpty();
        cluster.end();
    }

    private void rebalance(CountingCluster cluster, Kills kills) throws Exception {
        int executors = 1 + random.nextInt(Counting.COUNT_TASKS);
        int workers = 1 + random.nextInt(Math.min(SUPERVISORS * SLOTS, executors + SOURCE_AND_SINK));
        boolean kill = kills == Kills.SOME && random.nextInt(3) > 0;
        Duration killAfter = Duration.ofMillis(random.nextInt(KILL_WITHIN_MS));
        RebalanceOrder order = RebalanceOrder.of(CountingCluster.TOPOLOGY, workers, Map.of(Counting.COUNT, executors));
        RebalanceReport begun;
        try {
            begun = cluster.client().rebalance(order);
        } catch (ServiceException refused) {
            // After a kill that no report has told of yet, or while one from before is being rolled back.
            assertThat(kills)
                    .as(order + " was refused: " + refused.getMessage())
                    .isEqualTo(Kills.SOME);
            assertThat(refused.code()).as(refused.getMessage()).isEqualTo(SubmitException.Code.ILLEGAL_STATE);
            return;
        }
        if (kill) {
            Clock.passes(killAfter);
            killAny(cluster);
        }
        RebalanceReport ended = cluster.client().awaitRebalanced(begun, OVER, ProgressListener.SILENT);
        outcomes.merge(ended.status(), 1, Integer::sum);
        if (kills == Kills.NONE) {
            assertThat(ended.status())
                    .as("seed " + seed + ", " + order + ": " + ended)
                    .isIn(RebalanceStatus.DONE, RebalanceStatus.NO_CHANGE);
            assertThat(ended.failedTrees()).as("seed " + seed + ", " + order).isZero();
        }
    }

    private void killAny(CountingCluster cluster) throws Exception {
        List<WorkerProcess> workers = cluster.workers();
        if (!workers.isEmpty()) {
            cluster.kill(workers.get(random.nextInt(workers.size())));
            killed++;
        }
    }
}
