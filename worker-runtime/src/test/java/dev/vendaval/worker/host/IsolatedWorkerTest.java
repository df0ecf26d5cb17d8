package dev.vendaval.worker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.service.NimbusAddressFile;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.TopologyStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code topology.isolated}: what a worker does that nobody who knows better can reach. */
@Timeout(120)
@Tag("F3")
class IsolatedWorkerTest {
    private static final Map<String, Object> STOP = Map.of("topology.isolated", "stop");

    private static void start(TestCluster cluster, int worker, Assignment assignment) {
        cluster.launch(worker, 1);
        cluster.define(worker);
        cluster.adopt(worker, assignment, TopologyStatus.ACTIVE);
        cluster.awaitRunning(worker);
    }

    private static void nimbusIs(Path directory, HostPort address) throws IOException {
        Files.writeString(NimbusAddressFile.in(directory), NimbusAddressFile.text(List.of(address)) + "\n");
    }

    /** Longer than a worker that is cut off may go on. */
    private static void awaitPastTheLimit(TestCluster cluster) {
        long begin = System.nanoTime();
        await().atMost(TestCluster.LIMIT)
                .until(() -> System.nanoTime() - begin > 2 * Isolation.LIMIT_NANOS || !cluster.ends.isEmpty());
        assertThat(cluster.ends).isEmpty();
    }

    @Test
    void byDefaultItRunsOn() throws Exception {
        try (TestCluster cluster = new TestCluster(Numbers.topology("isolated-runs", 10, true, false), Map.of(), 1)) {
            start(cluster, 0, cluster.assignment(1, executor -> 0));
            cluster.order(0, new WorkerOrder.HostCutOff(true));
            awaitPastTheLimit(cluster);
        }
    }

    @Test
    void onAHostThatIsCutOffItStopsIfItIsToldSo() throws Exception {
        try (TestCluster cluster = new TestCluster(Numbers.topology("isolated-stops", 10, true, false), STOP, 1)) {
            start(cluster, 0, cluster.assignment(1, executor -> 0));
            cluster.order(0, new WorkerOrder.HostCutOff(true));
            assertThat(cluster.awaitEnd(0).reason()).contains("cut off", "topology.isolated is stop");
        }
    }

    @Test
    void aShortLossOfSightChangesNothing() throws Exception {
        try (TestCluster cluster = new TestCluster(Numbers.topology("isolated-short", 10, true, false), STOP, 1)) {
            start(cluster, 0, cluster.assignment(1, executor -> 0));
            cluster.order(0, new WorkerOrder.HostCutOff(true));
            cluster.report(0);
            cluster.order(0, new WorkerOrder.HostCutOff(false));
            awaitPastTheLimit(cluster);
        }
    }

    @Test
    void whileNimbusAnswersItselfItRunsOn(@TempDir Path directory) throws Exception {
        try (TestCluster cluster = new TestCluster(Numbers.topology("isolated-nimbus", 10, true, false), STOP, 1);
                FakeSupervisor leader = new FakeSupervisor(0)) {
            cluster.directory = directory;
            nimbusIs(directory, leader.address());
            start(cluster, 0, cluster.assignment(1, executor -> 0));
            int port = cluster.port(0);
            cluster.order(0, new WorkerOrder.HostCutOff(true));
            await().atMost(TestCluster.LIMIT).until(() -> leader.isConnected(port));
            leader.order(port, new WorkerOrder.ReportNow(0));
            awaitPastTheLimit(cluster);

            leader.close();
            assertThat(cluster.awaitEnd(0).reason()).contains("cut off");
        }
    }

    @Test
    void whileAWorkerOnAnotherHostIsHeardItRunsOn() throws Exception {
        try (TestCluster cluster = new TestCluster(Numbers.topology("isolated-peer", 10, true, false), STOP, 2)) {
            cluster.move(1, 1);
            Assignment assignment =
                    cluster.assignment(1, executor -> executor.component().equals("count") ? 1 : 0);
            start(cluster, 0, assignment);
            start(cluster, 1, assignment);
            cluster.order(0, new WorkerOrder.HostCutOff(true));
            awaitPastTheLimit(cluster);

            cluster.stop(1);
            assertThat(cluster.awaitEnd(0).reason()).contains("cut off");
        }
    }

    @Test
    void aWorkerOnItsOwnHostProvesNothing() throws Exception {
        try (TestCluster cluster = new TestCluster(Numbers.topology("isolated-own", 10, true, false), STOP, 2)) {
            Assignment assignment =
                    cluster.assignment(1, executor -> executor.component().equals("count") ? 1 : 0);
            start(cluster, 0, assignment);
            start(cluster, 1, assignment);
            cluster.order(0, new WorkerOrder.HostCutOff(true));
            assertThat(cluster.awaitEnd(0).reason()).contains("cut off");
        }
    }

    @Test
    void withoutASupervisorAndWithoutNimbusItStopsToo() throws Exception {
        try (TestCluster cluster = new TestCluster(Numbers.topology("isolated-alone", 10, true, false), STOP, 1)) {
            start(cluster, 0, cluster.assignment(1, executor -> 0));
            cluster.supervisor.close();
            assertThat(cluster.awaitEnd(0).reason()).contains("cut off");
        }
    }

    @Test
    void theLimitCountsFromTheLastWordOfAnybody() {
        Isolation isolation = new Isolation();
        long limit = Isolation.LIMIT_NANOS;
        assertThat(isolation.isOver(false, 0)).isFalse();
        assertThat(isolation.isOver(true, limit - 1)).isFalse();
        assertThat(isolation.isCutOff()).isFalse();
        assertThat(isolation.isOver(false, limit)).isFalse();
        assertThat(isolation.isOver(false, 2 * limit - 1)).isFalse();
        assertThat(isolation.isOver(false, 2 * limit)).isTrue();
    }

    @Test
    void aSupervisorThatDiesAloneIsReplacedInTime(@TempDir Path directory) throws Exception {
        try (TestCluster cluster = new TestCluster(Numbers.topology("isolated-back", 10, true, false), STOP, 1)) {
            cluster.directory = directory;
            start(cluster, 0, cluster.assignment(1, executor -> 0));
            int port = cluster.supervisor.address().port();
            cluster.supervisor.close();
            try (FakeSupervisor successor = new FakeSupervisor(port)) {
                await().atMost(Duration.ofSeconds(10)).until(() -> successor.isConnected(cluster.port(0)));
                successor.order(cluster.port(0), new WorkerOrder.ReportNow(1));
                awaitPastTheLimit(cluster);
            }
        }
    }
}
