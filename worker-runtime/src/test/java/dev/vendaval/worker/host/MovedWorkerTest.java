package dev.vendaval.worker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.service.NimbusAddressFile;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.topology.ExecutorTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers whose host is dead for Nimbus, those that stay, and workers without a supervisor. */
@Timeout(120)
@Tag("F3")
class MovedWorkerTest {
    private static final Duration LIMIT = TestCluster.LIMIT;

    private static int countOnOne(ExecutorTasks executor) {
        return executor.component().equals("count") ? 1 : 0;
    }

    private static int oneEach(ExecutorTasks executor) {
        return switch (executor.component()) {
            case "numbers" -> 0;
            case "pass" -> 1;
            default -> 2;
        };
    }

    private static Assignment without(Assignment assignment, int worker) {
        return new Assignment(
                assignment.topologyId(),
                assignment.version(),
                assignment.workersWanted(),
                assignment.workers().stream()
                        .filter(slot -> slot.index() != worker)
                        .toList(),
                assignment.executors().stream()
                        .filter(each -> each.workerIndex() != worker)
                        .toList(),
                assignment.executors().stream()
                        .filter(each -> each.workerIndex() == worker)
                        .map(ExecutorAssignment::executor)
                        .map(each -> new UnassignedExecutor(each, "its host is gone", worker))
                        .toList());
    }

    private static void start(TestCluster cluster, int worker, long launch, Assignment assignment) {
        cluster.launch(worker, launch);
        cluster.define(worker);
        cluster.adopt(worker, assignment, TopologyStatus.ACTIVE);
    }

    @Test
    void aWorkerThatWasMovedIsFedAtItsNewPlaceAndItsOldLifeEnds() throws InterruptedException {
        int count = 50_000;
        Numbers run = Numbers.run("moved-slot");
        try (TestCluster cluster = new TestCluster(
                Numbers.topology("moved-slot", count, true, false), Map.of("topology.message.timeout", "1h"), 2)) {
            start(cluster, 0, 1, cluster.assignment(1, MovedWorkerTest::countOnOne));
            start(cluster, 1, 1, cluster.assignment(1, MovedWorkerTest::countOnOne));
            await().atMost(LIMIT).until(() -> run.executed.get() > 500);

            cluster.move(1, 2);
            Assignment next = cluster.assignment(2, MovedWorkerTest::countOnOne);
            cluster.adopt(0, next, TopologyStatus.ACTIVE);
            WorkerEnd zombie = cluster.awaitEnd(1);
            assertThat(zombie.reason()).contains("1.1.1");
            start(cluster, 1, 1, next);

            await().atMost(Duration.ofSeconds(60)).until(() -> run.acked.get() + run.failed.get() == count);
            assertThat(cluster.report(0).assignmentVersion()).isEqualTo(2);
            for (int worker : List.of(0, 1)) {
                await().atMost(LIMIT)
                        .untilAsserted(() ->
                                assertThat(cluster.report(worker).inFlight()).isEqualTo(InFlight.NONE));
            }
        }
    }

    @Test
    void whileAWorkerHasNoSlotWhatIsForItWaitsAlsoAtAWorkerThatStartsMeanwhile() throws InterruptedException {
        int count = 50_000;
        Numbers run = Numbers.run("waits");
        run.allowed.set(count / 2);
        try (TestCluster cluster = new TestCluster(
                Numbers.topology("waits", count, true, false), Map.of("topology.message.timeout", "1h"), 3)) {
            for (int worker : List.of(0, 1, 2)) {
                start(cluster, worker, 1, cluster.assignment(1, MovedWorkerTest::oneEach));
            }
            await().atMost(LIMIT).until(() -> run.executed.get() > 500);

            Assignment waiting = without(cluster.assignment(2, MovedWorkerTest::oneEach), 2);
            cluster.adopt(0, waiting, TopologyStatus.ACTIVE);
            cluster.adopt(1, waiting, TopologyStatus.ACTIVE);
            cluster.awaitEnd(2);
            cluster.stop(1);
            start(cluster, 1, 2, waiting);
            cluster.awaitRunning(1);
            int executed = run.executed.get();

            cluster.move(2, 3);
            Assignment next = cluster.assignment(3, MovedWorkerTest::oneEach);
            cluster.adopt(0, next, TopologyStatus.ACTIVE);
            cluster.adopt(1, next, TopologyStatus.ACTIVE);
            assertThat(run.executed).as("nobody is there to execute").hasValue(executed);
            run.allowed.set(count);
            start(cluster, 2, 1, next);

            await().atMost(Duration.ofSeconds(60)).until(() -> run.acked.get() + run.failed.get() == count);
            assertThat(run.executed.get()).isGreaterThan(executed);
        }
    }

    @Test
    void anAssignmentThatIsOlderThanTheOneItRunsChangesNothing() throws InterruptedException {
        try (TestCluster cluster = new TestCluster(Numbers.topology("older", 10, true, false), Map.of(), 1)) {
            Assignment first = cluster.assignment(1, executor -> 0);
            start(cluster, 0, 1, cluster.assignment(2, executor -> 0));
            cluster.awaitRunning(0);
            cluster.adopt(0, first, TopologyStatus.INACTIVE);
            assertThat(cluster.report(0).assignmentVersion()).isEqualTo(2);
            assertThat(cluster.report(0).statusApplied()).isEqualTo("ACTIVE");
        }
    }

    private static void nimbusesAre(Path directory, HostPort... addresses) throws IOException {
        Files.writeString(NimbusAddressFile.in(directory), NimbusAddressFile.text(List.of(addresses)) + "\n");
    }

    @Test
    void withoutASupervisorItReportsToTheNimbusThatLeadsAndHearsOrdersThere(@TempDir Path directory) throws Exception {
        try (TestCluster cluster = new TestCluster(Numbers.topology("direct", 10, true, false), Map.of(), 1);
                FakeSupervisor silent = new FakeSupervisor(0);
                FakeSupervisor leader = new FakeSupervisor(0)) {
            cluster.directory = directory;
            start(cluster, 0, 1, cluster.assignment(1, executor -> 0));
            cluster.awaitRunning(0);
            FakeSupervisor closed = new FakeSupervisor(0);
            nimbusesAre(directory, closed.address(), silent.address(), leader.address());
            closed.close();
            int port = cluster.port(0);
            cluster.supervisor.close();

            await("it tries them all, for one says nothing").atMost(LIMIT).until(() -> leader.isConnected(port));
            leader.order(port, new WorkerOrder.Adopt(cluster.assignment(2, executor -> 0), TopologyStatus.INACTIVE));
            await().atMost(LIMIT)
                    .until(() -> leader.last(port) != null
                            && Objects.requireNonNull(leader.last(port))
                                    .statusApplied()
                                    .equals("INACTIVE"));
            leader.order(port, new WorkerOrder.Stop("its slot is not assigned to it any more"));
            assertThat(cluster.awaitEnd(0).isOrderly()).isTrue();
        }
    }

    @Test
    void onceItHasASupervisorAgainItLeavesNimbus(@TempDir Path directory) throws Exception {
        try (TestCluster cluster = new TestCluster(Numbers.topology("back", 10, true, false), Map.of(), 1);
                FakeSupervisor leader = new FakeSupervisor(0)) {
            cluster.directory = directory;
            start(cluster, 0, 1, cluster.assignment(1, executor -> 0));
            cluster.awaitRunning(0);
            nimbusesAre(directory, leader.address());
            int port = cluster.port(0);
            int supervisorPort = cluster.supervisor.address().port();
            cluster.supervisor.close();
            await().atMost(LIMIT).until(() -> leader.isConnected(port));
            leader.order(port, new WorkerOrder.ReportNow(0));

            try (FakeSupervisor successor = new FakeSupervisor(supervisorPort)) {
                await().atMost(LIMIT).until(() -> successor.isConnected(port));
                successor.order(port, new WorkerOrder.ReportNow(1));
                await().atMost(LIMIT).until(() -> !leader.isConnected(port));
                assertThat(cluster.ends).isEmpty();
            }
        }
    }
}
