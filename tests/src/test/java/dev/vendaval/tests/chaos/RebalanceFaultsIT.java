package dev.vendaval.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.client.ProgressListener;
import dev.vendaval.client.RebalanceOrder;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.tests.chaos.CountingChecker.Kills;
import dev.vendaval.tests.topologies.chaos.Counting;
import dev.vendaval.tests.topologies.chaos.Recording;
import dev.vendaval.tests.topologies.chaos.Switch;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    /** The first task that the counting bolt gets, since a topology as submitted has 12. */
    private static final int FIRST_NEW = 13;

    private static CountingCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = CountingCluster.startForShortLives(2, 4);
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
    @Tag("chaos")
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

    private static void loseHostOf(WorkerProcess worker) throws IOException {
        cluster.supervisor(worker.supervisor()).kill();
        for (WorkerProcess each : cluster.workers()) {
            if (each.supervisor().equals(worker.supervisor())) {
                cluster.kill(each);
            }
        }
    }

    private static void loseAndRegain(WorkerProcess worker, RebalanceReport begun) throws IOException {
        Service supervisor = cluster.supervisor(worker.supervisor());
        loseHostOf(worker);
        Switch.KEEP.off(cluster.tapes());
        try {
            assertThat(end(begun).status()).isEqualTo(RebalanceStatus.DONE);
            assertNothingLost(Kills.SOME, 3);
        } finally {
            supervisor.restart();
            supervisor.awaitReady();
        }
    }

    /** Memory of keys is gone with a death, as that of any bolt; which tasks there are and who has which key is not. */
    @Test
    @Tag("R4")
    @Tag("F2")
    @Tag("F3")
    @Tag("F4")
    void aBoltThatHasGrownKeepsItsTasksWhoeverDies() throws Exception {
        grow(12);
        cluster.kill(workerOf(FIRST_NEW));
        awaitCounting(12, System.nanoTime());
        cluster.replaceLeader();
        awaitCounting(12, System.nanoTime());
        grow(14);
        Service supervisor = cluster.supervisor(workerOf(FIRST_NEW).supervisor());
        loseHostOf(workerOf(FIRST_NEW));
        try {
            awaitCounting(14, System.nanoTime());
        } finally {
            supervisor.restart();
            supervisor.awaitReady();
        }
        cluster.cli().run("deactivate", CountingCluster.TOPOLOGY).ok();
        assertThat(cluster.status()).isEqualTo(TopologyStatus.INACTIVE);
        cluster.cli().run("activate", CountingCluster.TOPOLOGY).ok();
        awaitCounting(14, System.nanoTime());
        History history = cluster.rest();
        assertThat(CountingChecker.complaints(history, cluster.seenFromOutside(), Kills.SOME, grownTasks(14)))
                .as("tapes in " + cluster.tapes())
                .isEmpty();
    }

    /** Of its first 8; and it runs in two workers. */
    private static void grow(int tasks) throws IOException {
        RebalanceReport begun = cluster.client()
                .rebalance(RebalanceOrder.of(CountingCluster.TOPOLOGY, 2, Map.of(Counting.COUNT, tasks)));
        assertThat(end(begun).status()).isEqualTo(RebalanceStatus.DONE);
        awaitCounting(tasks, System.nanoTime());
    }

    /** The ids above those of the submit. */
    private static Set<Integer> grownTasks(int tasks) {
        return IntStream.rangeClosed(FIRST_NEW, FIRST_NEW + tasks - Counting.COUNT_TASKS - 1)
                .boxed()
                .collect(Collectors.toSet());
    }

    /** The leader knows so many tasks, and all new ones have counted since then. */
    private static void awaitCounting(int tasks, long since) throws IOException {
        await("all of " + grownTasks(tasks) + " count")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> counting(since).containsAll(grownTasks(tasks)));
        await("the leader has heard of all workers")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(cluster.info().executors())
                        .filteredOn(executor -> executor.component().equals(Counting.COUNT))
                        .hasSize(tasks)
                        .allMatch(executor -> executor.state() == ExecutorState.RUNNING));
        assertThat(cluster.info().components())
                .filteredOn(component -> component.id().equals(Counting.COUNT))
                .extracting(TopologyInfo.Component::tasks)
                .containsExactly(tasks);
        assertThat(cluster.client().list())
                .extracting(TopologySummary::tasks)
                .containsExactly(tasks + Counting.SINK_TASKS + 1);
        assertThat(cluster.client().explain(CountingCluster.TOPOLOGY).verdict()).startsWith("emitting");
    }

    private static Set<Integer> counting(long since) throws IOException {
        return History.read(cluster.tapes()).recordings().stream()
                .filter(recording -> hasCounted(recording, since))
                .map(Recording::task)
                .collect(Collectors.toSet());
    }

    private static boolean hasCounted(Recording recording, long since) {
        for (int index = recording.size() - 1; index >= 0 && recording.nanos(index) >= since; index--) {
            if (recording.kind(index) == Kind.COUNTED) {
                return true;
            }
        }
        return false;
    }

    private static WorkerProcess workerOf(int task) throws IOException {
        TopologyInfo info = cluster.info();
        TopologyInfo.Executor executor = info.executors().stream()
                .filter(each -> each.tasks().contains(task))
                .findFirst()
                .orElseThrow();
        Set<Long> pids = info.workers().stream()
                .filter(worker -> worker.supervisor().equals(executor.supervisor()) && worker.port() == executor.port())
                .map(TopologyInfo.Worker::pid)
                .collect(Collectors.toSet());
        return anyOf(pids);
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
