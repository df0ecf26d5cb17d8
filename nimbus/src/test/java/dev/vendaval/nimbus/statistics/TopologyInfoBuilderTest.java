package dev.vendaval.nimbus.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.ExecutorReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.LatencyRecorder;
import dev.vendaval.protocol.report.SlotNotice;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.report.WorkerInsight;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The topology: __acker task 1, count tasks 2 and 3, lines task 4. */
class TopologyInfoBuilderTest {
    private static final String ID = "words-1";
    private static final long NOW = 61_000;
    private static final SupervisorRecord SUPERVISOR = Reports.supervisor("a", 6700, 6701);
    private static final ExecutorTasks COUNT_2 = new ExecutorTasks("count", List.of(2));
    private static final ExecutorTasks COUNT_3 = new ExecutorTasks("count", List.of(3));
    private static final ExecutorTasks LINES = new ExecutorTasks("lines", List.of(4));

    @Test
    void countsAreThoseOfLivingWorkersPlusThoseOfEndedOnes() {
        WorkerReport living = worker(6700, 2, Reports.task("count", 2, 10, Map.of("mine", 1.5)));
        WorkerReport ended = worker(6700, 1, Reports.task("count", 2, 100, Map.of("mine", 2.0)));
        WorkerReport other = worker(6701, 1, Reports.task("count", 3, 1000, Map.of()));
        TopologyInfo info = info(Reports.of(SUPERVISOR, List.of(living, other), List.of(ended), List.of()));

        TopologyInfo.Component count = component(info, "count");
        assertThat(count.executed()).isEqualTo(1110);
        assertThat(count.acked()).isEqualTo(1110);
        assertThat(count.failed()).isEqualTo(1110);
        assertThat(count.timedOut()).isEqualTo(1110);
        assertThat(count.errors()).isEqualTo(1110);
        assertThat(count.streams()).containsEntry("default", new StreamCounts(1110, 2220));
        assertThat(count.metrics()).containsEntry("mine", 3.5);
        assertThat(count.pending()).as("an ended worker has nothing pending").isEqualTo(1010);
        assertThat(info.lostUntracked()).isEqualTo(9);
        assertThat(info.executors()).extracting(TopologyInfo.Executor::executed).containsExactly(110L, 1000L, 0L);
        assertThat(info.executors()).extracting(TopologyInfo.Executor::emitted).containsExactly(110L, 1000L, 0L);
    }

    @Test
    void aLostWorkerKeepsItsCountsThoughItsRowHasNone() {
        WorkerReport ended = worker(6700, 1, Reports.task("count", 2, 10, Map.of()));
        WorkerReport lost = Reports.lost(ID, 6700);
        TopologyInfo info = info(Reports.of(SUPERVISOR, List.of(lost), List.of(ended), List.of()));
        assertThat(component(info, "count").executed()).isEqualTo(10);
        assertThat(info.workers().get(0).state()).isEqualTo(WorkerState.LOST);
        assertThat(info.executors().get(0).state()).isEqualTo(ExecutorState.STARTING);
    }

    @Test
    void everyComponentIsListedUsersFirstThenTheAckerWithoutExecutors() {
        TopologyInfo info = info();
        assertThat(info.components())
                .extracting(TopologyInfo.Component::id)
                .containsExactly("lines", "count", "__acker");
        assertThat(info.components())
                .extracting(TopologyInfo.Component::kind)
                .containsExactly("spout", "bolt", "system");
        assertThat(component(info, "__acker").tasks()).isEqualTo(1);
        assertThat(component(info, "__acker").executors()).isZero();
        assertThat(component(info, "count").streams()).containsEntry("default", new StreamCounts(0, 0));
    }

    @Test
    void theAckerCountsTheTreesOfAllSpoutTasksAndNoTuples() {
        WorkerReport living =
                worker(6700, 2, Reports.task("lines", 4, 10, Map.of()), Reports.task("count", 2, 7, Map.of()));
        WorkerReport ended = worker(6700, 1, Reports.task("lines", 4, 100, Map.of()));
        TopologyInfo info = info(Reports.of(SUPERVISOR, List.of(living), List.of(ended), List.of()));

        TopologyInfo.Component acker = component(info, "__acker");
        assertThat(acker.acked()).isEqualTo(110);
        assertThat(acker.failed()).isEqualTo(110);
        assertThat(acker.timedOut()).isEqualTo(110);
        assertThat(acker.pending()).as("an ended worker has nothing pending").isEqualTo(10);
        assertThat(acker.executed()).isZero();
        assertThat(acker.errors()).isZero();
        assertThat(acker.streams()).isEmpty();
    }

    @Test
    void latenciesOfAllTasksAreMerged() {
        TaskReport slow = withExecuteLatency(Reports.task("count", 2, 1, Map.of()), 1000, 1);
        TaskReport fast = withExecuteLatency(Reports.task("count", 3, 1, Map.of()), 10, 99);
        TopologyInfo info = info(Reports.of(SUPERVISOR, 0, worker(6700, 1, slow), worker(6701, 1, fast)));
        TopologyInfo.Component count = component(info, "count");
        assertThat(count.executeLatencyUs().count()).isEqualTo(100);
        assertThat(count.executeLatencyUs().p50()).isEqualTo(10);
        assertThat(count.executeLatencyUs().max()).isBetween(1000L, 1010L);
        assertThat(count.completeLatencyUs().count()).isZero();
    }

    @Test
    void equalErrorsAreCountedTogetherAndTheNewestComesFirst() {
        WorkerReport living = withErrors(6700, 2, error(2, "boom", 500, 900, 3), error(2, "other", 100, 100, 1));
        WorkerReport ended = withErrors(6700, 1, error(2, "boom", 10, 20, 4));
        TopologyInfo info = info(Reports.of(SUPERVISOR, List.of(living), List.of(ended), List.of()));
        assertThat(info.errors()).hasSize(2);
        assertThat(info.errors().get(0)).isEqualTo(error(2, "boom", 10, 900, 7));
    }

    @Test
    void aSlotThatNobodyHasReportedIsStarting() {
        TopologyInfo info = info();
        assertThat(info.workers()).hasSize(2).allSatisfy(worker -> {
            assertThat(worker.state()).isEqualTo(WorkerState.STARTING);
            assertThat(worker.pid()).isZero();
            assertThat(worker.inFlight()).isEqualTo(InFlight.NONE);
        });
        assertThat(info.executors()).extracting(TopologyInfo.Executor::state).containsOnly(ExecutorState.STARTING);
    }

    @Test
    void workersAndExecutorsAreShownAsReported() {
        WorkerReport report = Reports.worker(
                ID,
                6700,
                TopologyStatus.ACTIVE,
                InFlight.NONE,
                1,
                List.of(new ExecutorReport(COUNT_2, ExecutorState.FAILED, 5)),
                List.of(),
                List.of());
        TopologyInfo info = info(Reports.of(
                SUPERVISOR, List.of(report), List.of(), List.of(new SlotNotice(ID, 6701, "ended 3 times in 10 s"))));
        assertThat(info.workers().get(0).state()).isEqualTo(WorkerState.RUNNING);
        assertThat(info.workers().get(0).uptimeMs()).isEqualTo(60_000);
        assertThat(info.workers().get(0).incarnation()).isEqualTo("0.1.1");
        assertThat(info.executors().get(0).state()).isEqualTo(ExecutorState.FAILED);
        assertThat(info.executors().get(0).restarts()).isEqualTo(5);
        assertThat(info.notices()).containsExactly("127.0.0.1:6701: ended 3 times in 10 s");
    }

    @Test
    void restartsAreThoseOfAllLives() {
        WorkerReport living = withRestarts(2, 1);
        WorkerReport ended = withRestarts(1, 4);

        TopologyInfo info = info(Reports.of(SUPERVISOR, List.of(living), List.of(ended), List.of()));

        assertThat(info.executors().get(0).restarts()).isEqualTo(5);
    }

    private static WorkerReport withRestarts(long launch, long restarts) {
        return Reports.worker(
                ID,
                6700,
                TopologyStatus.ACTIVE,
                InFlight.NONE,
                launch,
                List.of(new ExecutorReport(COUNT_2, ExecutorState.RUNNING, restarts)),
                List.of(),
                List.of());
    }

    @Test
    void aHungCallIsAmongTheErrorsAndAShortOneIsNot() {
        BusyCall hung = new BusyCall(COUNT_2, 2, "execute", "a.B.c(B.java:1)", 12_000, "at a.B.c(B.java:1)", 0);
        BusyCall brief = new BusyCall(COUNT_3, 3, "execute", "a.B.c(B.java:1)", 1_000, "at a.B.c(B.java:1)", 0);
        WorkerReport report = worker(6700, 1).with(new WorkerInsight(0, List.of(), List.of(hung, brief)));

        TopologyInfo info = info(Reports.of(SUPERVISOR, 0, report));

        assertThat(info.errors()).singleElement().satisfies(error -> {
            assertThat(error.message()).isEqualTo("hung: execute has not returned for 12 s, at a.B.c(B.java:1)");
            assertThat(error.stack()).isEqualTo("at a.B.c(B.java:1)");
            assertThat(error.task()).isEqualTo(2);
            assertThat(error.firstAtMs()).isEqualTo(NOW - 12_000);
        });
    }

    @Test
    void workersOfASupervisorThatIsGoneAreLostAndTheirCountsStay() {
        WorkerReport worker = worker(6700, 1, Reports.task("count", 2, 10, Map.of()));
        TopologyInfo info = TopologyInfoBuilder.info(
                view(assignment(2), List.of(Reports.of(SUPERVISOR, 0, worker)), Set.of()), NOW);
        assertThat(info.workers()).extracting(TopologyInfo.Worker::state).containsOnly(WorkerState.LOST);
        assertThat(info.workers())
                .as("what it last said of itself is not of now")
                .allMatch(lost -> lost.uptimeMs() == 0 && lost.heapUsedBytes() == 0 && lost.rssBytes() == 0);
        assertThat(component(info, "count").executed()).isEqualTo(10);
        assertThat(info.notices())
                .hasSize(2)
                .allSatisfy(notice -> assertThat(notice).contains("supervisor a is lost"));
    }

    @Test
    @Tag("I10")
    void aTopologyOnFewerWorkersThanWantedSaysSo() {
        TopologyInfo info = TopologyInfoBuilder.info(view(assignment(5), List.of(), Set.of("a")), NOW);
        assertThat(info.workersWanted()).isEqualTo(5);
        assertThat(info.notices()).singleElement().asString().contains("2 of the 5 workers", "no more slots were free");
    }

    @Test
    @Tag("I10")
    void aTopologyThatWaitsSaysWhy() {
        List<UnassignedExecutor> waiting = List.of(new UnassignedExecutor(LINES, "no slot is free"));
        Assignment unplaced = new Assignment(ID, 1, 2, List.of(), List.of(), waiting);
        TopologyInfo info = TopologyInfoBuilder.info(view(unplaced, List.of(), Set.of()), NOW);
        assertThat(info.unassigned())
                .containsExactly(new TopologyInfo.Unassigned("lines", List.of(4), "no slot is free"));
        assertThat(info.workers()).isEmpty();
    }

    @Test
    void workersThatAreNoLongerAssignedAreShownUntilTheyHaveEnded() {
        Assignment stopped = new Assignment(ID, 2, 2, List.of(), List.of(), List.of());
        WorkerReport worker = worker(6700, 1, Reports.task("count", 2, 10, Map.of()));
        TopologyInfo info =
                TopologyInfoBuilder.info(view(stopped, List.of(Reports.of(SUPERVISOR, 0, worker)), Set.of("a")), NOW);
        assertThat(info.workers()).extracting(TopologyInfo.Worker::port).containsExactly(6700);
    }

    @Test
    void secretsAreNotShown() {
        assertThat(info().config()).containsEntry("db.password", "*****");
    }

    @Test
    void theListCountsTheUsersComponentsOnly() {
        TopologySummary summary = TopologyInfoBuilder.summary(view(assignment(2), List.of(), Set.of("a")), NOW);
        assertThat(summary).isEqualTo(new TopologySummary("words", ID, TopologyStatus.ACTIVE, 1_000, 60_000, 2, 3, 3));
    }

    private static TopologyInfo info(SupervisorReport... reports) {
        return TopologyInfoBuilder.info(view(assignment(2), List.of(reports), Set.of("a")), NOW);
    }

    private static TopologyView view(
            @Nullable Assignment assignment, List<SupervisorReport> reports, Set<String> registered) {
        Map<String, Object> config =
                TopologyConfig.merge(TopologyConfig.defaults(), Map.of("topology.workers", 2, "db.password", "hidden"));
        TopologyDefinition definition =
                new TopologyDefinition(ID, "words", "submit", null, config, Topologies.linesAndCount(1, 2), 1_000);
        TaskLayout layout = TaskLayout.of(definition.topology(), config);
        return new TopologyView(
                definition, layout, TopologyStatus.ACTIVE, assignment, "", reports, registered, Set.of());
    }

    private static Assignment assignment(int workersWanted) {
        List<WorkerSlot> workers =
                List.of(new WorkerSlot(0, "a", "127.0.0.1", 6700, 1), new WorkerSlot(1, "a", "127.0.0.1", 6701, 1));
        List<ExecutorAssignment> executors = List.of(
                new ExecutorAssignment(COUNT_2, 0),
                new ExecutorAssignment(COUNT_3, 1),
                new ExecutorAssignment(LINES, 0));
        return new Assignment(ID, 1, workersWanted, workers, executors, List.of());
    }

    private static WorkerReport worker(int port, long launchCount, TaskReport... tasks) {
        return Reports.worker(
                ID, port, TopologyStatus.ACTIVE, InFlight.NONE, launchCount, List.of(), List.of(tasks), List.of());
    }

    private static WorkerReport withErrors(int port, long launchCount, ErrorReport... errors) {
        return Reports.worker(
                ID, port, TopologyStatus.ACTIVE, InFlight.NONE, launchCount, List.of(), List.of(), List.of(errors));
    }

    private static ErrorReport error(int task, String message, long firstAtMs, long lastAtMs, long count) {
        return new ErrorReport("count", task, "127.0.0.1", 6700, firstAtMs, lastAtMs, count, message, "stack");
    }

    private static TaskReport withExecuteLatency(TaskReport task, long micros, long count) {
        LatencyRecorder recorder = new LatencyRecorder();
        recorder.record(micros, count);
        return new TaskReport(
                task.component(),
                task.task(),
                task.streams(),
                task.executed(),
                task.acked(),
                task.failed(),
                task.timedOut(),
                task.pending(),
                task.errors(),
                task.completeLatency(),
                recorder.encode(),
                task.metrics());
    }

    private static TopologyInfo.Component component(TopologyInfo info, String id) {
        return info.components().stream()
                .filter(component -> component.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
