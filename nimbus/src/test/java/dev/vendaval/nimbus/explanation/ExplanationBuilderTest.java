package dev.vendaval.nimbus.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.nimbus.statistics.TopologyView;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.report.BoltInsight;
import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.ExecutorInsight;
import dev.vendaval.protocol.report.ExecutorReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.OldestTree;
import dev.vendaval.protocol.report.ReceiverWait;
import dev.vendaval.protocol.report.SlotNotice;
import dev.vendaval.protocol.report.SpoutInsight;
import dev.vendaval.protocol.report.TaskPhase;
import dev.vendaval.protocol.report.TopologyExplanation;
import dev.vendaval.protocol.report.TopologyExplanation.Reason;
import dev.vendaval.protocol.report.TopologyExplanation.SpoutTask;
import dev.vendaval.protocol.report.WorkerInsight;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Spout lines (task 4) and count task 2 on 127.0.0.1:6700, count task 3 on :6701. */
class ExplanationBuilderTest {
    private static final String ID = "words-1";
    private static final long ASKED = 7;
    private static final SupervisorRecord SUPERVISOR = Reports.supervisor("a", 6700, 6701);
    private static final ExecutorTasks COUNT_2 = new ExecutorTasks("count", List.of(2));
    private static final ExecutorTasks COUNT_3 = new ExecutorTasks("count", List.of(3));
    private static final ExecutorTasks LINES = new ExecutorTasks("lines", List.of(4));
    private static final long ROOT = 0x1f;
    private static final BusyCall HUNG =
            new BusyCall(COUNT_3, 3, "execute", "com.acme.Foo.bar(Foo.java:12)", 12_345, "at com.acme.Foo.bar", 0);

    private final List<ExecutorReport> states = new ArrayList<>(List.of(
            new ExecutorReport(COUNT_2, ExecutorState.RUNNING, 0),
            new ExecutorReport(COUNT_3, ExecutorState.RUNNING, 0),
            new ExecutorReport(LINES, ExecutorState.RUNNING, 0)));
    private final List<ErrorReport> errors = new ArrayList<>();
    private final List<SlotNotice> notices = new ArrayList<>();
    private final List<BusyCall> callsThere = new ArrayList<>();
    private ExecutorInsight lines = lines(0, 0, OldestTree.NONE);
    private ExecutorInsight here = bolt(COUNT_2, 0);
    private List<ExecutorInsight> there = List.of(bolt(COUNT_3, 0));
    private TopologyStatus status = TopologyStatus.ACTIVE;
    private boolean thereIsLost;
    private long answeredThere = ASKED;
    private List<UnassignedExecutor> unassigned = List.of();

    private static ExecutorInsight lines(double perSecond, long pending, OldestTree oldest, ReceiverWait... waits) {
        SpoutInsight spout = new SpoutInsight(4, TaskPhase.RUNNING, true, perSecond, 3_000, pending, 5, oldest);
        return new ExecutorInsight(LINES, perSecond, 0, 0, List.of(waits), List.of(spout), List.of());
    }

    private static ExecutorInsight bolt(ExecutorTasks executor, long inbox, ReceiverWait... waits) {
        return holding(executor, inbox, List.of(), waits);
    }

    private static ExecutorInsight holding(
            ExecutorTasks executor, long inbox, List<Long> roots, ReceiverWait... waits) {
        BoltInsight bolt = new BoltInsight(executor.tasks().get(0), TaskPhase.RUNNING, roots.size(), roots);
        return new ExecutorInsight(executor, 20, inbox, 0, List.of(waits), List.of(), List.of(bolt));
    }

    private static ReceiverWait credit(int receiver) {
        return new ReceiverWait(receiver, ReceiverWait.Cause.CREDIT, 9);
    }

    private TopologyExplanation explain() {
        WorkerReport first = report(6700, 0).with(new WorkerInsight(ASKED, List.of(lines, here), List.of()));
        WorkerReport second = thereIsLost
                ? Reports.lost(ID, 6701)
                : report(6701, 1).with(new WorkerInsight(answeredThere, there, callsThere));
        Map<String, Object> config = TopologyConfig.merge(TopologyConfig.defaults(), Map.of("topology.workers", 2));
        TopologyDefinition definition =
                new TopologyDefinition(ID, "words", "submit", null, config, Topologies.linesAndCount(1, 2), 1_000);
        TopologyView view = new TopologyView(
                definition,
                TaskLayout.of(definition.topology(), config),
                status,
                assignment(),
                "",
                List.of(Reports.of(SUPERVISOR, List.of(first, second), List.of(), notices)),
                Set.of("a"),
                Set.of());
        return ExplanationBuilder.explain(view, ASKED, 61_000);
    }

    private WorkerReport report(int port, int index) {
        WorkerReport report = Reports.worker(ID, port, status, InFlight.NONE, 1, states, List.of(), errors);
        return new WorkerReport(
                ID,
                port,
                1,
                new Incarnation(index, 1, 1),
                report.state(),
                0,
                1,
                "",
                0,
                0,
                0,
                InFlight.NONE,
                states,
                List.of(),
                errors,
                0);
    }

    private Assignment assignment() {
        List<ExecutorAssignment> placed = new ArrayList<>(List.of(
                new ExecutorAssignment(COUNT_2, 0),
                new ExecutorAssignment(COUNT_3, 1),
                new ExecutorAssignment(LINES, 0)));
        placed.removeIf(
                each -> unassigned.stream().anyMatch(none -> none.executor().equals(each.executor())));
        return new Assignment(
                ID,
                1,
                2,
                List.of(new WorkerSlot(0, "a", "127.0.0.1", 6700, 1), new WorkerSlot(1, "a", "127.0.0.1", 6701, 1)),
                placed,
                unassigned);
    }

    private static SpoutTask only(TopologyExplanation explanation) {
        assertThat(explanation.spouts()).hasSize(1);
        return explanation.spouts().get(0);
    }

    @Test
    void anEmittingTopologySaysHowFast() {
        lines = lines(4_980.4, 3, OldestTree.NONE);

        TopologyExplanation explanation = explain();

        assertThat(explanation.verdict()).isEqualTo("emitting 4,980 tuples/s");
        assertThat(explanation.emitting()).isTrue();
        assertThat(only(explanation).reason()).isEqualTo(Reason.EMITTING);
    }

    @Test
    void aHungReceiverIsNamedWithItsPlaceBehindOneThatWaitsForIt() {
        lines = lines(0, 1, OldestTree.NONE, credit(2));
        here = bolt(COUNT_2, 512, credit(3));
        there = List.of();
        callsThere.add(HUNG);

        TopologyExplanation explanation = explain();

        assertThat(explanation.verdict())
                .isEqualTo(
                        "not emitting: spout lines task 4 waits for credit of bolt count task 2, which waits for credit"
                                + " of bolt count task 3, whose execute has been running for 12 s at"
                                + " com.acme.Foo.bar(Foo.java:12)");
        assertThat(only(explanation).waitsFor()).containsExactly(2);
        assertThat(explanation.calls()).singleElement().satisfies(call -> {
            assertThat(call.component()).isEqualTo("count");
            assertThat(call.port()).isEqualTo(6701);
        });
        assertThat(explanation.errors()).extracting(ErrorReport::message).anyMatch(text -> text.startsWith("hung: "));
    }

    @Test
    void whatWaitsForAHungBoltIsShownAsFarAsItCanBeSeenFromOutside() {
        lines = lines(0, 1, OldestTree.NONE, credit(3));
        there = List.of();
        callsThere.add(new BusyCall(COUNT_3, 3, "execute", "com.acme.Foo.bar(Foo.java:12)", 12_345, "at x", 1_000));

        TopologyExplanation explanation = explain();

        assertThat(explanation.verdict())
                .endsWith("whose execute has been running for 12 s at com.acme.Foo.bar(Foo.java:12), with 1,000 tuples"
                        + " waiting");
        assertThat(explanation.queues())
                .containsExactly(
                        new TopologyExplanation.Queue("count", List.of(3), "127.0.0.1", 6701, 1_000, 0, 0, 0, true));
    }

    @Test
    void whoWaitForEachOtherAreNamedOnce() {
        lines = lines(0, 1, OldestTree.NONE, credit(2));
        here = bolt(COUNT_2, 1, credit(3));
        there = List.of(bolt(COUNT_3, 1, credit(2)));

        assertThat(explain().verdict()).endsWith("which was named before: they wait for each other");
    }

    @Test
    void aSlowReceiverBoundsTheRateOfATopologyThatEmits() {
        lines = lines(20, 1, OldestTree.NONE, credit(2));
        here = bolt(COUNT_2, 512);

        assertThat(explain().verdict())
                .isEqualTo("emitting 20 tuples/s, but spout lines task 4 waits for credit of bolt count task 2, which"
                        + " executes 20 tuples/s and has 512 tuples waiting; more executors, if it can have them, would"
                        + " take more: vendaval rebalance words -e count=3");
    }

    @Test
    void whatWaitsForLongerThanTheTimeOutFailsBeforeItsTurn() {
        lines = lines(20, 1, OldestTree.NONE, credit(2));
        here = bolt(COUNT_2, 800);

        assertThat(explain().verdict())
                .endsWith("which executes 20 tuples/s and has 800 tuples waiting; they need 40 s, more than"
                        + " topology.message.timeout (30 s): trees fail before their turn comes; more executors, if it can"
                        + " have them, would take more: vendaval rebalance words -e count=3; or have fewer wait by"
                        + " topology.max.spout.pending");
    }

    @Test
    void aHungBoltIsNamedAlsoWhileTheSpoutsEmit() {
        lines = lines(20, 1, OldestTree.NONE);
        there = List.of();
        callsThere.add(HUNG);

        assertThat(explain().verdict())
                .isEqualTo("emitting 20 tuples/s, but bolt count task 3 is in a call: execute has been running for 12 s"
                        + " at com.acme.Foo.bar(Foo.java:12)");
    }

    @Test
    void aSilentWorkerIsNamedAlsoWhileTheSpoutsEmit() {
        lines = lines(20, 1, OldestTree.NONE);
        answeredThere = ASKED - 1;

        assertThat(explain().verdict()).isEqualTo("emitting 20 tuples/s, but worker 127.0.0.1:6701 does not answer");
    }

    @Test
    void theEndOfAnEarlierWorkerIsNotWhyOneThatLivesDoesNotAnswer() {
        lines = lines(20, 1, OldestTree.NONE);
        answeredThere = ASKED - 1;
        notices.add(new SlotNotice(ID, 6701, "at 2026-11-23T13:42:49Z: the worker was killed (signal 9)"));

        assertThat(explain().verdict()).isEqualTo("emitting 20 tuples/s, but worker 127.0.0.1:6701 does not answer");
        thereIsLost = true;
        assertThat(explain().verdict())
                .isEqualTo(
                        "emitting 20 tuples/s, but worker 127.0.0.1:6701 is lost (at 2026-11-23T13:42:49Z: the worker"
                                + " was killed (signal 9))");
    }

    @Test
    void theOldestTreeMayBeInAWorkerThatDoesNotAnswer() {
        long touched = new Incarnation(1, 1, 1).touchBit();
        lines = lines(0, 5, new OldestTree(ROOT, 12_000, touched));
        there = List.of();
        answeredThere = ASKED - 1;

        assertThat(explain().verdict())
                .endsWith("the oldest has been pending for 12 s, maybe with bolt count task 3, which is in worker"
                        + " 127.0.0.1:6701, which does not answer");
    }

    @Test
    void atMaxPendingTheHolderOfTheOldestTreeIsNamed() {
        lines = lines(0, 5, new OldestTree(ROOT, 12_000, 0));
        here = holding(COUNT_2, 3, List.of(ROOT));
        there = List.of(holding(COUNT_3, 9, List.of(99L)));

        TopologyExplanation explanation = explain();

        assertThat(only(explanation).reason()).isEqualTo(Reason.MAX_PENDING);
        assertThat(explanation.verdict())
                .isEqualTo("not emitting: spout lines task 4 has 5 tuples pending, the most it may have; the oldest has"
                        + " been pending for 12 s: bolt count task 2, which has executed it and neither acked nor failed"
                        + " it (1 tuple in all)");
        TopologyExplanation.Tree tree = Objects.requireNonNull(explanation.oldestTree());
        assertThat(tree.root()).isEqualTo("1f");
        assertThat(tree.heldBy())
                .as("the tree has not reached the other worker")
                .hasSize(1);
        assertThat(explanation.queues())
                .extracting(TopologyExplanation.Queue::tasks)
                .containsExactly(List.of(3), List.of(2));
    }

    @Test
    void aTreeThatMayHaveReachedAnotherWorkerMayBeHeldThere() {
        long touched = new Incarnation(1, 1, 1).touchBit();
        lines = lines(0, 2, new OldestTree(ROOT, 12_000, touched));
        there = List.of(bolt(COUNT_3, 9));

        TopologyExplanation.Tree tree = Objects.requireNonNull(explain().oldestTree());

        assertThat(tree.heldBy()).singleElement().satisfies(holder -> {
            assertThat(holder.certain()).isFalse();
            assertThat(holder.tasks()).containsExactly(3);
            assertThat(holder.text()).isEqualTo("has 9 tuples waiting and 0 to hand on");
        });
    }

    @Test
    void anInactiveTopologyIsNotAsked() {
        status = TopologyStatus.INACTIVE;

        assertThat(only(explain()).reason()).isEqualTo(Reason.INACTIVE);
        assertThat(explain().verdict()).endsWith("is not asked for tuples: the topology is INACTIVE");
    }

    @Test
    void anInactiveTopologyDoesNotEmitThoughItDidInTheLastSeconds() {
        status = TopologyStatus.INACTIVE;
        lines = lines(1_112, 1, OldestTree.NONE);

        assertThat(explain().emitting()).isFalse();
        assertThat(explain().verdict())
                .isEqualTo("not emitting: spout lines task 4 is not asked for tuples: the topology is INACTIVE");
    }

    @Test
    void anEmptySourceSaysForHowLong() {
        assertThat(explain().verdict())
                .isEqualTo(
                        "not emitting: spout lines task 4 has an empty source: nextTuple has emitted nothing for 3 s");
    }

    @Test
    void aLostWorkerIsNamedWithWhatItsSupervisorSays() {
        lines = lines(0, 1, OldestTree.NONE, new ReceiverWait(3, ReceiverWait.Cause.NO_LINK, 4));
        thereIsLost = true;
        notices.add(new SlotNotice(ID, 6701, "no java"));

        TopologyExplanation explanation = explain();

        assertThat(only(explanation).reason()).isEqualTo(Reason.WAITS_FOR_WORKER);
        assertThat(explanation.verdict())
                .isEqualTo(
                        "not emitting: spout lines task 4 waits for a link to worker 127.0.0.1:6701 of bolt count task 3,"
                                + " whose worker 127.0.0.1:6701 is lost (no java)");
        assertThat(explanation.workers())
                .extracting(TopologyExplanation.Worker::state)
                .containsExactly("LOST");
    }

    @Test
    void aWorkerThatDoesNotAnswerIsNamed() {
        answeredThere = ASKED - 1;

        assertThat(explain().workers())
                .extracting(TopologyExplanation.Worker::state)
                .containsExactly("NO_ANSWER");
    }

    @Test
    void aReceiverThatCannotBePreparedIsShownWithItsError() {
        lines = lines(0, 0, OldestTree.NONE, new ReceiverWait(2, ReceiverWait.Cause.NOT_PREPARED, 0));
        states.set(0, new ExecutorReport(COUNT_2, ExecutorState.FAILED, 3));
        errors.add(new ErrorReport("count", 2, "127.0.0.1", 6700, 1, 2, 1, "no database\nat all", "stack"));

        assertThat(explain().verdict())
                .endsWith("waits for bolt count task 2 to be prepared, whose prepare fails: no database");
    }

    @Test
    void aSpoutThatCannotBeOpenedIsShownWithItsError() {
        states.set(2, new ExecutorReport(LINES, ExecutorState.FAILED, 3));
        errors.add(new ErrorReport("lines", 4, "127.0.0.1", 6700, 1, 2, 1, "no file", "stack"));

        assertThat(only(explain()).reason()).isEqualTo(Reason.FAILED);
        assertThat(explain().verdict()).endsWith("cannot be opened and is tried again: no file");
    }

    @Test
    void whatHasNoWorkerIsNamedWithTheReason() {
        unassigned = List.of(new UnassignedExecutor(LINES, "no slot is free"));

        TopologyExplanation explanation = explain();

        assertThat(only(explanation).reason()).isEqualTo(Reason.UNPLACED);
        assertThat(explanation.verdict()).isEqualTo("not emitting: spout lines task 4 has no worker: no slot is free");
        assertThat(explanation.unassigned()).hasSize(1);
    }

    @Test
    void aSpoutInACallThatDoesNotReturnIsBusyThere() {
        callsThere.add(HUNG);
        BusyCall own = new BusyCall(LINES, 4, "nextTuple", "com.acme.Bar.next(Bar.java:3)", 700, "at x", 0);
        lines = lines(0, 0, OldestTree.NONE);
        WorkerReport report = report(6700, 0).with(new WorkerInsight(ASKED, List.of(here), List.of(own)));
        TopologyView view = new TopologyView(
                new TopologyDefinition(
                        ID, "words", "submit", null, TopologyConfig.defaults(), Topologies.linesAndCount(1, 2), 1_000),
                TaskLayout.of(Topologies.linesAndCount(1, 2), TopologyConfig.defaults()),
                status,
                assignment(),
                "",
                List.of(Reports.of(SUPERVISOR, List.of(report), List.of(), List.of())),
                Set.of("a"),
                Set.of());

        TopologyExplanation explanation = ExplanationBuilder.explain(view, ASKED, 61_000);

        assertThat(only(explanation).reason()).isEqualTo(Reason.BUSY);
        assertThat(explanation.verdict())
                .endsWith("is in a call: nextTuple has been running for 700 ms at com.acme.Bar.next(Bar.java:3)");
    }
}
