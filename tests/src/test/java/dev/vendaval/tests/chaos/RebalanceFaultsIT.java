package dev.vendaval.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.client.ProgressListener;
import dev.vendaval.client.RebalanceOrder;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.tests.chaos.CountingChecker.Kills;
import dev.vendaval.tests.topologies.chaos.Counting;
import dev.vendaval.tests.topologies.chaos.Switch;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The leading Nimbus, or a worker, dies at each step of a rebalance, which a switch of the topology's makes last: it is
 * completed or rolled back within seconds, and nothing is lost.
 */
class RebalanceFaultsIT {
    private static final int PER_SECOND = 2_000;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(10);

    private static CountingCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = CountingCluster.start(2, 4);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void submit() throws IOException {
        cluster.submit(1, PER_SECOND);
    }

    @AfterEach
    void end() throws IOException {
        cluster.end();
    }

    @Test
    @Tag("R5")
    void aNimbusThatDiesWhileWorkersPrepareIsReplacedByOneThatGoesOn() throws Exception {
        RebalanceReport begun = beginAndStopAt("PREPARING", Switch.PREPARE);
        cluster.replaceLeader();
        Switch.PREPARE.off(cluster.tapes());
        assertThat(end(begun).status()).isEqualTo(RebalanceStatus.DONE);
        assertNothingLost(Kills.NONE, 3);
    }

    @Test
    @Tag("R5")
    void aNimbusThatDiesWhileTasksAreHandedOverIsReplacedByOneThatGoesOn() throws Exception {
        RebalanceReport begun = beginAndStopAt("SWITCHING", Switch.KEEP);
        cluster.replaceLeader();
        Switch.KEEP.off(cluster.tapes());
        assertThat(end(begun).status()).isEqualTo(RebalanceStatus.DONE);
        assertNothingLost(Kills.NONE, 3);
    }

    @Test
    @Tag("R5")
    void aNewWorkerThatDiesWhileItPreparesLeavesEverythingAsItWas() throws Exception {
        Set<Long> before = ChaosCluster.pids(cluster.workers());
        RebalanceReport begun = beginAndStopAt("PREPARING", Switch.PREPARE);
        cluster.kill(anyNotOf(before));
        Switch.PREPARE.off(cluster.tapes());
        assertThat(end(begun).status()).isEqualTo(RebalanceStatus.ROLLED_BACK);
        assertNothingLost(Kills.NONE, 1);
        assertThat(ChaosCluster.pids(cluster.workers())).isEqualTo(before);
    }

    @Test
    @Tag("R5")
    void anOldWorkerThatDiesWhileOthersPrepareRollsItBack() throws Exception {
        Set<Long> before = ChaosCluster.pids(cluster.workers());
        RebalanceReport begun = beginAndStopAt("PREPARING", Switch.PREPARE);
        cluster.kill(anyOf(before));
        Switch.PREPARE.off(cluster.tapes());
        assertThat(end(begun).status()).isEqualTo(RebalanceStatus.ROLLED_BACK);
        assertNothingLost(Kills.SOME, 1);
    }

    @Test
    @Tag("R5")
    void anOldOwnerThatDiesInTheSwitchIsNotWaitedFor() throws Exception {
        Set<Long> before = ChaosCluster.pids(cluster.workers());
        RebalanceReport begun = beginAndStopAt("SWITCHING", Switch.KEEP);
        cluster.kill(anyOf(before));
        Switch.KEEP.off(cluster.tapes());
        assertThat(end(begun).status()).isEqualTo(RebalanceStatus.DONE);
        assertNothingLost(Kills.SOME, 3);
    }

    @Test
    @Tag("R5")
    void aNewOwnerThatDiesInTheSwitchIsStartedAgainInIt() throws Exception {
        Set<Long> before = ChaosCluster.pids(cluster.workers());
        RebalanceReport begun = beginAndStopAt("SWITCHING", Switch.KEEP);
        cluster.kill(anyNotOf(before));
        Switch.KEEP.off(cluster.tapes());
        assertThat(end(begun).status()).isEqualTo(RebalanceStatus.DONE);
        assertNothingLost(Kills.SOME, 3);
    }

    @Test
    @Tag("R5")
    void aHostThatIsLostInTheSwitchWithTheNewOwnersIsReplacedInIt() throws Exception {
        Set<Long> before = ChaosCluster.pids(cluster.workers());
        RebalanceReport begun = beginAndStopAt("SWITCHING", Switch.KEEP);
        loseAndRegain(anyNotOf(before, anyOf(before).supervisor()), begun);
    }

    @Test
    @Tag("R5")
    void aHostThatIsLostInTheSwitchWithTheOldOwnersIsReplacedInIt() throws Exception {
        Set<Long> before = ChaosCluster.pids(cluster.workers());
        RebalanceReport begun = beginAndStopAt("SWITCHING", Switch.KEEP);
        loseAndRegain(anyOf(before), begun);
    }

    private static void loseAndRegain(WorkerProcess worker, RebalanceReport begun) throws IOException {
        Service supervisor = cluster.supervisor(worker.supervisor());
        supervisor.kill();
        for (WorkerProcess each : cluster.workers()) {
            if (each.supervisor().equals(worker.supervisor())) {
                cluster.kill(each);
            }
        }
        Switch.KEEP.off(cluster.tapes());
        try {
            assertThat(end(begun).status()).isEqualTo(RebalanceStatus.DONE);
            assertNothingLost(Kills.SOME, 3);
        } finally {
            supervisor.restart();
            supervisor.awaitReady();
        }
    }

    /** From one worker to three, and tasks of the counting bolt move. */
    private RebalanceReport beginAndStopAt(String step, Switch by) throws IOException {
        by.on(cluster.tapes());
        RebalanceReport begun =
                cluster.client().rebalance(RebalanceOrder.of(CountingCluster.TOPOLOGY, 3, Map.of(Counting.COUNT, 4)));
        await("it is " + step).atMost(SOON).pollInterval(POLL).until(() -> {
            RebalanceReport now = cluster.client().rebalanceProgress(begun);
            assertThat(now.status()).as(now.toString()).isEqualTo(RebalanceStatus.RUNNING);
            boolean saysWhom = !step.equals("SWITCHING") || now.phase().contains("to hand its tasks over");
            return now.phase().startsWith(step) && saysWhom && cluster.workers().size() == 3;
        });
        assertThat(cluster.status()).isEqualTo(TopologyStatus.REBALANCING);
        return begun;
    }

    private static RebalanceReport end(RebalanceReport begun) {
        return cluster.client().awaitRebalanced(begun, SOON, ProgressListener.SILENT);
    }

    private static WorkerProcess anyOf(Set<Long> pids) throws IOException {
        return cluster.workers().stream()
                .filter(worker -> pids.contains(worker.pid()))
                .findFirst()
                .orElseThrow();
    }

    private static WorkerProcess anyNotOf(Set<Long> pids) throws IOException {
        return cluster.workers().stream()
                .filter(worker -> !pids.contains(worker.pid()))
                .findFirst()
                .orElseThrow();
    }

    /** On another host than that. */
    private static WorkerProcess anyNotOf(Set<Long> pids, String supervisor) throws IOException {
        return cluster.workers().stream()
                .filter(worker ->
                        !pids.contains(worker.pid()) && !worker.supervisor().equals(supervisor))
                .findFirst()
                .orElseThrow();
    }

    private static void assertNothingLost(Kills kills, int workers) throws IOException {
        await("its workers run")
                .atMost(SOON)
                .until(() -> cluster.workers().size() == workers
                        && cluster.info().workers().size() == workers);
        History history = cluster.rest();
        assertThat(CountingChecker.complaints(history, cluster.seenFromOutside(), kills))
                .as("tapes in " + cluster.tapes())
                .isEmpty();
    }
}
