package dev.vendaval.worker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.report.SwitchReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.topology.ComponentTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Executors change and move while numbers flow between workers of one JVM, by orders as supervisors give them. */
@Timeout(180)
class MovedExecutorsTest {
    private static final Duration LIMIT = TestCluster.LIMIT;
    private static final int NUMBERS = 1_500_000;

    /** So many flow while a change is made. */
    private static final int A_CHANGE = 300_000;

    /** The bolt "count" in so many executors, at places given by their number; "pass" where told, the spout on worker 0. */
    private static Assignment assignment(
            TestCluster cluster, long version, int passWorker, int countExecutors, IntUnaryOperator countWorker) {
        List<ExecutorAssignment> placed = new ArrayList<>();
        for (ComponentTasks component : TaskLayout.of(cluster.definition.topology(), cluster.definition.config())
                .components()) {
            switch (component.component()) {
                case "numbers" -> component.executors().forEach(each -> placed.add(new ExecutorAssignment(each, 0)));
                case "pass" ->
                    component.executors().forEach(each -> placed.add(new ExecutorAssignment(each, passWorker)));
                case "count" -> {
                    int number = 0;
                    for (var each : TaskLayout.executors("count", component.tasks(), countExecutors)) {
                        placed.add(new ExecutorAssignment(each, countWorker.applyAsInt(number++)));
                    }
                }
                default -> {}
            }
        }
        return cluster.assignment(version, placed);
    }

    private static SwitchReport switching(TestCluster cluster, int worker) {
        WorkerReport last = cluster.supervisor.last(cluster.port(worker));
        return last == null ? SwitchReport.NONE : last.switching();
    }

    private static void change(TestCluster cluster, Assignment before, Assignment next) {
        TreeSet<Integer> workers = new TreeSet<>();
        before.workers().forEach(slot -> workers.add(slot.index()));
        next.workers().forEach(slot -> workers.add(slot.index()));
        workers.forEach(worker -> cluster.order(worker, new WorkerOrder.Prepare(next, before)));
        workers.forEach(worker ->
                await().atMost(LIMIT).until(() -> switching(cluster, worker).preparedVersion() == next.version()));
        workers.forEach(worker -> cluster.order(worker, new WorkerOrder.Adopt(next, TopologyStatus.ACTIVE, before)));
        workers.forEach(worker ->
                await().atMost(LIMIT).until(() -> switching(cluster, worker).settledVersion() == next.version()));
        workers.forEach(worker -> cluster.order(worker, new WorkerOrder.Adopt(next, TopologyStatus.ACTIVE)));
    }

    @Test
    @Tag("R1")
    @Tag("R3")
    void executorsSplitMoveAndComeBackAndEveryNumberIsCountedOnce() throws InterruptedException {
        Numbers run = Numbers.run("moved");
        run.allowed.set(A_CHANGE);
        try (TestCluster cluster = new TestCluster(Numbers.topology("moved", NUMBERS, true, false), Map.of(), 3)) {
            Assignment first = assignment(cluster, 1, 1, 3, number -> 1);
            for (int worker = 0; worker < 2; worker++) {
                cluster.launch(worker, 1);
                cluster.define(worker);
                cluster.adopt(worker, first, TopologyStatus.ACTIVE);
            }
            await().atMost(LIMIT).until(() -> run.acked.get() > 1_000);

            Assignment second = assignment(cluster, 2, 1, 1, number -> 1);
            run.allowed.addAndGet(A_CHANGE);
            change(cluster, first, second);
            cluster.launch(2, 1);
            cluster.define(2);
            Assignment third = assignment(cluster, 3, 2, 2, number -> number + 1);
            run.allowed.addAndGet(A_CHANGE);
            change(cluster, second, third);
            assertThat(switching(cluster, 2).moves()).isNotEmpty();
            Assignment fourth = assignment(cluster, 4, 1, 3, number -> number % 2);
            run.allowed.addAndGet(A_CHANGE);
            change(cluster, third, fourth);
            assertThat(cluster.stop(2).isOrderly()).isTrue();
            run.allowed.set(NUMBERS);

            await().atMost(LIMIT).until(() -> run.acked.get() == NUMBERS);
            assertThat(run.failed).hasValue(0);
            assertThat(run.executed).hasValue(NUMBERS);
            assertThat(run.misplaced).hasValue(0);
            WorkerReport report = cluster.report(0);
            assertThat(report.assignmentVersion()).isEqualTo(4);
            assertThat(report.lostUntracked()).isZero();
            assertThat(report.inFlight().pendingTrees()).isZero();
        }
    }

    /** Both at once for a worker that is new: it has rehearsed, and only the others are told that the change is in force. */
    @Test
    @Tag("R1")
    void aNewWorkerIsReadyOnceItHasRehearsedAndFollowsAtTheWordOfAnother() throws InterruptedException {
        Numbers run = Numbers.run("told-by-another");
        try (TestCluster cluster =
                new TestCluster(Numbers.topology("told-by-another", NUMBERS, true, false), Map.of(), 2)) {
            cluster.rehearses = true;
            Assignment first = assignment(cluster, 1, 0, 3, number -> 0);
            cluster.launch(0, 1);
            cluster.define(0);
            cluster.adopt(0, first, TopologyStatus.ACTIVE);
            await().atMost(LIMIT).until(() -> run.acked.get() > 1_000);
            assertThat(rehearsals()).isEmpty();
            cluster.launch(1, 1);
            cluster.define(1);

            Assignment second = assignment(cluster, 2, 0, 3, number -> 1);
            cluster.order(1, new WorkerOrder.Prepare(second, first));
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> !rehearsals().isEmpty());
            assertThat(switching(cluster, 1).preparedVersion()).isZero();
            cluster.order(0, new WorkerOrder.Prepare(second, first));
            for (int worker = 0; worker < 2; worker++) {
                int index = worker;
                await().atMost(LIMIT).until(() -> switching(cluster, index).preparedVersion() == second.version());
            }
            cluster.order(0, new WorkerOrder.Adopt(second, TopologyStatus.ACTIVE, first));
            for (int worker = 0; worker < 2; worker++) {
                int index = worker;
                await().atMost(LIMIT).until(() -> switching(cluster, index).settledVersion() == second.version());
            }

            await().atMost(LIMIT).until(() -> run.acked.get() == NUMBERS);
            assertThat(run.failed).hasValue(0);
            assertThat(run.executed).hasValue(NUMBERS);
            await().atMost(LIMIT).until(() -> rehearsals().isEmpty());
        }
    }

    /** So that, if that owner dies after the commit, its death is known and what it had need not be waited for. */
    @Test
    @Tag("R1")
    void aNewWorkerIsReadyOnlyOnceItHasMetThoseThatHaveWhatItWillHave() throws InterruptedException {
        Numbers.run("met");
        try (TestCluster cluster = new TestCluster(Numbers.topology("met", NUMBERS, true, false), Map.of(), 3)) {
            Assignment first = assignment(cluster, 1, 1, 3, number -> 1);
            Assignment second = assignment(cluster, 2, 1, 3, number -> 2);
            cluster.launch(2, 1);
            cluster.define(2);
            cluster.order(2, new WorkerOrder.Prepare(second, first));
            await().during(Duration.ofMillis(500))
                    .atMost(LIMIT)
                    .until(() -> switching(cluster, 2).preparedVersion() == 0);

            for (int worker = 0; worker < 2; worker++) {
                cluster.launch(worker, 1);
                cluster.define(worker);
                cluster.adopt(worker, first, TopologyStatus.ACTIVE);
            }
            await().atMost(LIMIT).until(() -> switching(cluster, 2).preparedVersion() == second.version());
        }
    }

    private static List<String> rehearsals() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("rehearsal"))
                .toList();
    }

    /** What is handed over goes by the links of the tuples, more than is ever granted to them at once. */
    @Test
    @Tag("R1")
    void aLargeMemoryGoesAlongAndTuplesFollowIt() throws InterruptedException {
        Numbers run = Numbers.run("large");
        int memory = 5 << 20;
        run.memoryBytes.set(memory);
        try (TestCluster cluster = new TestCluster(Numbers.topology("large", NUMBERS, true, false), Map.of(), 2)) {
            Assignment first = assignment(cluster, 1, 0, 3, number -> number == 0 ? 1 : 0);
            for (int worker = 0; worker < 2; worker++) {
                cluster.launch(worker, 1);
                cluster.define(worker);
                cluster.adopt(worker, first, TopologyStatus.ACTIVE);
            }
            await().atMost(LIMIT).until(() -> run.acked.get() > 1_000);

            change(cluster, first, assignment(cluster, 2, 0, 3, number -> 1));

            await().atMost(LIMIT).until(() -> run.acked.get() == NUMBERS);
            assertThat(run.restoredBytes).hasValue(2 * memory);
            assertThat(run.failed).hasValue(0);
            assertThat(run.executed).hasValue(NUMBERS);
        }
    }

    @Test
    @Tag("R5")
    void whatIsPreparedAndRolledBackLeavesEverythingAsItWas() throws InterruptedException {
        Numbers run = Numbers.run("rolled-back");
        try (TestCluster cluster =
                new TestCluster(Numbers.topology("rolled-back", NUMBERS, true, false), Map.of(), 2)) {
            Assignment first = assignment(cluster, 1, 1, 3, number -> 1);
            for (int worker = 0; worker < 2; worker++) {
                cluster.launch(worker, 1);
                cluster.define(worker);
                cluster.adopt(worker, first, TopologyStatus.ACTIVE);
            }
            await().atMost(LIMIT).until(() -> run.acked.get() > 1_000);

            for (int worker = 0; worker < 2; worker++) {
                cluster.order(worker, new WorkerOrder.Prepare(assignment(cluster, 2, 0, 1, number -> 0), first));
            }
            await().atMost(LIMIT).until(() -> switching(cluster, 0).preparedVersion() == 2);
            for (int worker = 0; worker < 2; worker++) {
                cluster.order(worker, new WorkerOrder.Abort(2));
            }
            await().atMost(LIMIT).until(() -> switching(cluster, 0).preparedVersion() == 0);
            change(cluster, first, assignment(cluster, 3, 0, 1, number -> 0));

            await().atMost(LIMIT).until(() -> run.acked.get() == NUMBERS);
            assertThat(run.failed).hasValue(0);
            assertThat(run.executed).hasValue(NUMBERS);
        }
    }

    @Test
    @Tag("R1")
    void aSpoutFinishesItsTreesThenOpensAtTheOtherPlace() throws InterruptedException {
        Numbers run = Numbers.run("spout-moves");
        try (TestCluster cluster =
                new TestCluster(Numbers.topology("spout-moves", 1_000_000_000, true, false), Map.of(), 2)) {
            Assignment first = cluster.assignment(1, executor -> 0);
            for (int worker = 0; worker < 2; worker++) {
                cluster.launch(worker, 1);
                cluster.define(worker);
                cluster.adopt(worker, first, TopologyStatus.ACTIVE);
            }
            await().atMost(LIMIT).until(() -> run.acked.get() > 0);

            Assignment second =
                    cluster.assignment(2, executor -> executor.component().equals("numbers") ? 1 : 0);
            change(cluster, first, second);

            int acked = run.acked.get();
            await().atMost(LIMIT).until(() -> run.acked.get() > acked + 1_000);
            for (int worker = 0; worker < 2; worker++) {
                cluster.adopt(worker, second, TopologyStatus.INACTIVE);
            }
            await().atMost(LIMIT).until(() -> cluster.report(1).inFlight().isZero());
            assertThat(run.failed).hasValue(0);
            assertThat(run.acked.get()).isEqualTo(run.emitted.get());
        }
    }
}
