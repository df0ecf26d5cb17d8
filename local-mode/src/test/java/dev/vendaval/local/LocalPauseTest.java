package dev.vendaval.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What spouts see of a rebalance, with a wait and without one. */
class LocalPauseTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final long BEFORE = 1;
    private static final long AFTER = 2;

    private LocalCluster cluster;

    @BeforeEach
    void start() {
        cluster = new LocalCluster();
    }

    @AfterEach
    void stop() {
        HeldTuples.release();
        cluster.close();
    }

    @Test
    @Tag("R2")
    void withAWaitSpoutsPauseAndTheSwitchComesAsSoonAsNothingIsPending() throws Exception {
        try (LocalTopology held = submit()) {
            CompletableFuture<RebalanceReport> rebalance = begin(held, Duration.ofSeconds(60));
            awaitPause();
            assertThat(held.info().assignmentVersion()).isEqualTo(BEFORE);
            assertThat(rebalance).isNotDone();

            HeldTuples.release();

            assertThat(end(rebalance).durationMs()).isLessThan(SOON.toMillis());
        }
    }

    @Test
    @Tag("R2")
    void theSwitchWaitsNoLongerThanItWasToldTo() throws Exception {
        Duration pause = Duration.ofSeconds(4);
        try (LocalTopology held = submit()) {
            CompletableFuture<RebalanceReport> rebalance = begin(held, pause);
            awaitPause();
            assertThat(held.info().assignmentVersion()).isEqualTo(BEFORE);
            await("the switch, though trees are pending")
                    .atMost(SOON)
                    .until(() -> held.info().assignmentVersion() == AFTER);
            awaitEmission("from the switch on");

            HeldTuples.release();

            assertThat(end(rebalance).durationMs()).isGreaterThanOrEqualTo(pause.toMillis());
        }
    }

    @Test
    @Tag("R2")
    void withoutAWaitSpoutsAreAskedAllTheTime() throws Exception {
        try (LocalTopology held = submit()) {
            CompletableFuture<RebalanceReport> rebalance = begin(held, null);
            await("the switch").atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> {
                awaitEmission("before the switch");
                return held.info().assignmentVersion() == AFTER;
            });
            awaitEmission("during the switch");
            assertThat(rebalance).isNotDone();

            HeldTuples.release();

            end(rebalance);
        }
    }

    private LocalTopology submit() {
        LocalTopology topology = cluster.submit("held", Map.of(), HeldTuples.topology());
        awaitEmission("at first");
        return topology;
    }

    /** From one worker to two: a task of the bolt moves, with tuples that it has not acked. */
    private static CompletableFuture<RebalanceReport> begin(LocalTopology topology, @Nullable Duration pause) {
        HeldTuples.hold();
        awaitEmission("while its tuples are held");
        return CompletableFuture.supplyAsync(() -> topology.rebalance(2, Map.of(), pause));
    }

    private static void awaitEmission(String when) {
        long before = HeldTuples.EMITTED.get();
        await("the spout is asked for tuples " + when).atMost(SOON).until(() -> HeldTuples.EMITTED.get() > before + 10);
    }

    private static void awaitPause() {
        AtomicLong seen = new AtomicLong();
        await("the spout is not asked for tuples for some time")
                .atMost(SOON)
                .pollInterval(LOOK)
                .during(LOOK.multipliedBy(4))
                .until(() -> seen.getAndSet(HeldTuples.EMITTED.get()) == HeldTuples.EMITTED.get());
    }

    private static RebalanceReport end(CompletableFuture<RebalanceReport> rebalance) throws Exception {
        RebalanceReport report = rebalance.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(report.status()).as(report.toString()).isEqualTo(RebalanceStatus.DONE);
        assertThat(report.failedTrees()).isZero();
        assertThat(HeldTuples.FAILED).hasValue(0);
        awaitEmission("after the switch");
        return report;
    }
}
