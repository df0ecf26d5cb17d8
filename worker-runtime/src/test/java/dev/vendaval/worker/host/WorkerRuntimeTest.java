package dev.vendaval.worker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.SupervisorAddressFile;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.TopologyStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers as threads of this JVM, with a supervisor that the test plays over the network. */
@Timeout(120)
class WorkerRuntimeTest {
    private static final Duration LIMIT = TestCluster.LIMIT;

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("numbers"))
                .collect(Collectors.toSet());
    }

    @Test
    @Tag("I7")
    void runsWhatItIsOrderedToReportsWhenAskedAndLeavesNoThread() throws InterruptedException {
        Numbers run = Numbers.run("one-worker");
        try (TestCluster cluster = new TestCluster(Numbers.topology("one-worker", 1000, true, true), Map.of(), 1)) {
            cluster.launch(0, 1);
            cluster.define(0);
            await().atMost(LIMIT).until(() -> cluster.supervisor.last(cluster.port(0)) != null);
            assertThat(cluster.report(0).state()).isEqualTo(WorkerState.STARTING);

            cluster.adopt(0, cluster.assignment(1, executor -> 0), TopologyStatus.ACTIVE);
            cluster.awaitRunning(0);
            await().atMost(LIMIT).until(() -> run.acked.get() == 1000);

            WorkerReport report = cluster.report(0);
            assertThat(report.inFlight()).isEqualTo(InFlight.NONE);
            assertThat(report.assignmentVersion()).isEqualTo(1);
            assertThat(report.statusApplied()).isEqualTo("ACTIVE");
            assertThat(report.executors()).hasSize(6);
            assertThat(report.heapUsedBytes()).isPositive();
            assertThat(report.rssBytes()).isPositive();
            assertThat(report.tasks())
                    .filteredOn(task -> task.component().equals("numbers"))
                    .singleElement()
                    .satisfies(task -> assertThat(task.acked()).isEqualTo(1000));

            assertThat(cluster.stop(0).isOrderly()).isTrue();
            assertThat(run.events).startsWith("hook start [2, 3, 4, 5, 6, 7]").endsWith("hook shutdown");
            assertThat(run.events).contains("close", "cleanup", "open");
            await().atMost(LIMIT).until(() -> threads().isEmpty());
        }
    }

    @Test
    @Tag("I7")
    void pendingTreesFailWhenItIsStopped() throws InterruptedException {
        Numbers run = Numbers.run("pending");
        try (TestCluster cluster = new TestCluster(Numbers.topology("pending", 50, false, false), Map.of(), 1)) {
            cluster.launch(0, 1);
            cluster.define(0);
            cluster.adopt(0, cluster.assignment(1, executor -> 0), TopologyStatus.ACTIVE);
            await().atMost(LIMIT).until(() -> run.executed.get() == 50);
            assertThat(cluster.report(0).inFlight().pendingTrees()).isEqualTo(50);

            cluster.stop(0);

            assertThat(run.failed).hasValue(50);
            assertThat(run.events).contains("close", "cleanup");
        }
    }

    @Test
    @Tag("I6")
    void followsTheTopologysStatusAndAnAssignmentOfTheSameContent() throws InterruptedException {
        Numbers run = Numbers.run("status");
        try (TestCluster cluster =
                new TestCluster(Numbers.topology("status", 1_000_000_000, true, false), Map.of(), 1)) {
            Assignment assignment = cluster.assignment(1, executor -> 0);
            cluster.launch(0, 1);
            cluster.define(0);
            cluster.adopt(0, assignment, TopologyStatus.INACTIVE);
            cluster.awaitRunning(0);
            assertThat(cluster.report(0).statusApplied()).isEqualTo("INACTIVE");
            assertThat(run.emitted).hasValue(0);

            cluster.adopt(0, cluster.assignment(2, executor -> 0), TopologyStatus.ACTIVE);
            await().atMost(LIMIT).until(() -> run.acked.get() > 1000);
            assertThat(cluster.report(0).assignmentVersion()).isEqualTo(2);

            cluster.adopt(
                    0,
                    cluster.assignment(3, executor -> executor.component().equals("pass") ? 1 : 0),
                    TopologyStatus.INACTIVE);
            await().atMost(LIMIT).until(() -> cluster.report(0).statusApplied().equals("INACTIVE"));
            assertThat(cluster.report(0).assignmentVersion()).isEqualTo(2);
            await().atMost(LIMIT).until(() -> cluster.report(0).inFlight().isZero());
            assertThat(run.acked.get()).isEqualTo(run.emitted.get());
        }
    }

    @Test
    @Tag("F3")
    void goesOnWhileTheSupervisorIsAwayAndReportsToItsSuccessorElsewhere(@TempDir Path directory) throws Exception {
        try (TestCluster cluster = new TestCluster(Numbers.topology("orphan", 10, true, false), Map.of(), 1)) {
            cluster.directory = directory;
            cluster.launch(0, 1);
            cluster.define(0);
            cluster.adopt(0, cluster.assignment(1, executor -> 0), TopologyStatus.ACTIVE);
            cluster.awaitRunning(0);

            cluster.supervisor.close();
            FakeSupervisor successor = new FakeSupervisor(0);
            Files.writeString(SupervisorAddressFile.in(directory), successor.address() + "\n");
            await().atMost(LIMIT).until(() -> successor.isConnected(cluster.port(0)));
            successor.order(cluster.port(0), new WorkerOrder.Define(cluster.definition, "", "secret"));
            successor.order(
                    cluster.port(0),
                    new WorkerOrder.Adopt(cluster.assignment(2, executor -> 0), TopologyStatus.INACTIVE));
            await().atMost(LIMIT).until(() -> {
                WorkerReport last = successor.last(cluster.port(0));
                return last != null
                        && last.state() == WorkerState.RUNNING
                        && last.statusApplied().equals("INACTIVE");
            });
            assertThat(cluster.ends).isEmpty();

            successor.order(cluster.port(0), new WorkerOrder.Stop("its slot is wanted for something else"));
            assertThat(cluster.awaitEnd(0).isOrderly()).isTrue();
            successor.close();
        }
    }

    @Test
    @Tag("F3")
    void aWorkerThatRunsNothingYetEndsWhenItsSupervisorStaysAway() throws InterruptedException {
        try (TestCluster cluster = new TestCluster(Numbers.topology("nothing", 10, true, false), Map.of(), 1)) {
            cluster.launch(0, 1);
            cluster.supervisor.close();

            WorkerEnd end = cluster.awaitEnd(0);
            assertThat(end.isOrderly()).isTrue();
            assertThat(end.reason()).contains("gone for 10 s");
        }
    }

    @Test
    void aHookThatThrowsEndsTheWorkerAndIsNamedAsTheCause() throws InterruptedException {
        try (TestCluster cluster = new TestCluster(Numbers.failingHook("no licence"), Map.of(), 1)) {
            cluster.launch(0, 1);
            cluster.define(0);
            cluster.adopt(0, cluster.assignment(1, executor -> 0), TopologyStatus.ACTIVE);

            WorkerEnd end = cluster.awaitEnd(0);
            assertThat(end.isOrderly()).isFalse();
            assertThat(end.reason()).contains("no licence");
        }
    }

    @Test
    @Tag("G2")
    @Tag("A1")
    void aHundredThousandTrackedTuplesOverTwoWorkersAreAllAckedAndNothingStaysInFlight() throws InterruptedException {
        int count = 100_000;
        Numbers run = Numbers.run("two-workers");
        try (TestCluster cluster = new TestCluster(Numbers.topology("two-workers", count, true, false), Map.of(), 2)) {
            Assignment assignment = cluster.assignment(
                    1,
                    executor -> executor.component().equals("numbers")
                            ? 0
                            : executor.tasks().get(0) % 2);
            for (int worker : List.of(0, 1)) {
                cluster.launch(worker, 1);
                cluster.define(worker);
                cluster.adopt(worker, assignment, TopologyStatus.ACTIVE);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> run.acked.get() + run.failed.get() == count);

            assertThat(run.acked).hasValue(count);
            assertThat(run.executed).hasValue(count);
            assertThat(run.misplaced).hasValue(0);
            assertThat(run.taskOfKey).hasSize(97);
            assertThat(Set.copyOf(run.taskOfKey.values())).hasSize(3);
            for (int worker : List.of(0, 1)) {
                await().atMost(LIMIT)
                        .untilAsserted(() ->
                                assertThat(cluster.report(worker).inFlight()).isEqualTo(InFlight.NONE));
                assertThat(cluster.report(worker).lostUntracked()).isZero();
                assertThat(cluster.report(worker).errors()).isEmpty();
            }
            for (int worker : List.of(0, 1)) {
                assertThat(cluster.stop(worker).isOrderly()).isTrue();
            }
            await().atMost(LIMIT).until(() -> threads().isEmpty());
        }
    }

    @Test
    @Tag("F2")
    void aWorkerThatIsReplacedIsFedAgainAndItsTreesTimeOut() throws InterruptedException {
        int count = 20_000;
        Numbers run = Numbers.run("replaced");
        try (TestCluster cluster = new TestCluster(
                Numbers.topology("replaced", count, true, false), Map.of("topology.message.timeout", "2s"), 2)) {
            Assignment assignment =
                    cluster.assignment(1, executor -> executor.component().equals("count") ? 1 : 0);
            for (int worker : List.of(0, 1)) {
                cluster.launch(worker, 1);
                cluster.define(worker);
                cluster.adopt(worker, assignment, TopologyStatus.ACTIVE);
            }
            await().atMost(LIMIT).until(() -> run.executed.get() > 500);

            cluster.stop(1);
            cluster.launch(1, 2);
            cluster.define(1);
            cluster.adopt(1, assignment, TopologyStatus.ACTIVE);

            await().atMost(Duration.ofSeconds(60)).until(() -> run.acked.get() + run.failed.get() == count);
            assertThat(run.acked.get()).isGreaterThan(500);
            for (int worker : List.of(0, 1)) {
                await().atMost(LIMIT)
                        .untilAsserted(() ->
                                assertThat(cluster.report(worker).inFlight()).isEqualTo(InFlight.NONE));
            }
        }
    }
}
