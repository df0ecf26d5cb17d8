package dev.vendaval.nimbus.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.nimbus.lifecycle.LifecycleAction;
import dev.vendaval.nimbus.statistics.TopologyInfoBuilder;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.MemoryClusterState;
import dev.vendaval.protocol.state.Registration;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.state.WorkerSlot;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When the leader gives the workers of a host away, and when it does not. Worker 0 is at a:1, worker 1 at b:2. */
@Tag("F3")
class HostDeathTest {
    private static final long TIMEOUT = SteppedNimbus.HOST_TIMEOUT.toMillis();
    private static final Incarnation AT_A = new Incarnation(0, 1, 1);

    private final ClusterState clusterState = new MemoryClusterState();
    private final SteppedNimbus nimbus = new SteppedNimbus(clusterState, 6627);
    private Registration candidacy = () -> {};

    @BeforeEach
    void elect() {
        candidacy = nimbus.joinElection();
        nimbus.awaitElected();
    }

    @AfterEach
    void close() {
        clusterState.close();
    }

    private FakeSupervisor supervisor(String id, int... slots) {
        return new FakeSupervisor(nimbus, clusterState, id, slots);
    }

    /** Supervisor b has slots 2 and 3, and words has a worker at the first slot of each supervisor. */
    private String wordsBesideB() {
        supervisor("b", 2, 3);
        return nimbus.submit(Topologies.submit("words", 2));
    }

    /** Another Nimbus is elected in place of the one there was. */
    private SteppedNimbus nextLeader() {
        SteppedNimbus second = new SteppedNimbus(clusterState, 6628);
        second.joinElection();
        candidacy.close();
        second.awaitElected();
        return second;
    }

    private Assignment assignment(String id) {
        return clusterState.assignment(id).orElseThrow();
    }

    private TopologyInfo info() {
        return TopologyInfoBuilder.info(nimbus.ask(leader -> leader.view("words")), 10_000);
    }

    /** Time passes and Nimbus is awake; nobody says anything. */
    private static void passes(SteppedNimbus awake, long millis) {
        for (long passed = 0; passed < millis; passed += 1_000) {
            awake.advance(Math.min(1_000, millis - passed));
        }
    }

    private void passes(long millis) {
        passes(nimbus, millis);
    }

    @Test
    void aDeadHostsWorkerIsMovedAfterTheTimeOutByOneWriteAndTheOthersStay() {
        FakeSupervisor a = supervisor("a", 1, 11);
        String id = wordsBesideB();
        Assignment before = assignment(id);
        a.report(Reports.busy(id, 1, TopologyStatus.ACTIVE));
        a.vanish();
        int writes = nimbus.clusterState.writes();

        passes(TIMEOUT - 1);
        assertThat(assignment(id)).isEqualTo(before);
        nimbus.advance(1);

        assertThat(assignment(id).version()).isEqualTo(2);
        assertThat(assignment(id).workers())
                .containsExactly(
                        new WorkerSlot(0, "b", "127.0.0.1", 3, 2),
                        before.workers().get(1));
        assertThat(assignment(id).executors()).isEqualTo(before.executors());
        assertThat(nimbus.clusterState.writes()).isEqualTo(writes + 1);
        passes(3 * TIMEOUT);
        assertThat(nimbus.clusterState.writes()).isEqualTo(writes + 1);
    }

    @Test
    void afterTheMoveInfoShowsNothingOfTheDeadWorkerButItsCounts() {
        FakeSupervisor a = supervisor("a", 1, 11);
        String id = wordsBesideB();
        a.report(Reports.busy(id, 1, TopologyStatus.ACTIVE));
        a.vanish();
        passes(TIMEOUT);
        assertThat(info().workers()).extracting(TopologyInfo.Worker::supervisor).containsOnly("b");
        assertThat(info().lostUntracked())
                .as("what the dead worker had counted")
                .isEqualTo(3);

        supervisor("a", 1);
        assertThat(info().lostUntracked())
                .as("its supervisor knows nothing of it")
                .isEqualTo(3);
    }

    @Test
    void aSupervisorThatIsBackInTimeKeepsItsWorkers() {
        FakeSupervisor a = supervisor("a", 1, 11);
        String id = wordsBesideB();
        a.vanish();
        passes(TIMEOUT - 1);
        supervisor("a", 1);
        passes(5 * TIMEOUT);
        assertThat(assignment(id).version()).isEqualTo(1);
    }

    @Test
    void aSupervisorWithoutASessionThatStillReportsKeepsItsWorkers() {
        FakeSupervisor a = supervisor("a", 1, 11);
        String id = wordsBesideB();
        a.endSession();
        for (long passed = 0; passed < 3 * TIMEOUT; passed += 1_000) {
            a.report(Reports.idle(id, 1, TopologyStatus.ACTIVE));
            nimbus.advance(1_000);
        }
        assertThat(assignment(id).version()).isEqualTo(1);
        passes(TIMEOUT);
        assertThat(assignment(id).version()).as("now it is silent, too").isEqualTo(2);
    }

    @Test
    void aSupervisorWithASessionThatDoesNotReportKeepsItsWorkers() {
        supervisor("a", 1, 11);
        String id = wordsBesideB();
        passes(5 * TIMEOUT);
        assertThat(assignment(id).version()).isEqualTo(1);
    }

    @Test
    void aWorkerThatReportsByItselfKeepsItsHostAndIsToldWhatIsNew() {
        FakeSupervisor a = supervisor("a", 1, 11);
        String id = wordsBesideB();
        a.report(Reports.busy(id, 1, TopologyStatus.ACTIVE));
        a.vanish();
        FakeDirectWorker worker = new FakeDirectWorker(nimbus, id, 1, AT_A);
        for (long passed = 0; passed < 3 * TIMEOUT; passed += 1_000) {
            worker.report(Reports.idle(id, 1, TopologyStatus.ACTIVE));
            nimbus.advance(1_000);
        }
        assertThat(assignment(id).version()).isEqualTo(1);
        assertThat(worker.told(WorkerOrder.Adopt.class))
                .singleElement()
                .isEqualTo(new WorkerOrder.Adopt(assignment(id), TopologyStatus.ACTIVE));
        assertThat(worker.told(WorkerOrder.ReportNow.class))
                .as("a sign of life each second")
                .hasSizeGreaterThan(20);
        assertThat(info().workers())
                .filteredOn(row -> row.supervisor().equals("a"))
                .singleElement()
                .satisfies(row -> assertThat(row.state()).isEqualTo(WorkerState.RUNNING));
        assertThat(info().notices()).anySatisfy(notice -> assertThat(notice).contains("reports by itself"));

        nimbus.change("words", LifecycleAction.DEACTIVATE);
        nimbus.turn();
        assertThat(worker.told(WorkerOrder.Adopt.class))
                .last()
                .isEqualTo(new WorkerOrder.Adopt(assignment(id), TopologyStatus.INACTIVE));

        worker.end();
        passes(TIMEOUT);
        assertThat(assignment(id).version()).as("nobody is heard any more").isEqualTo(2);
    }

    @Test
    void aKillReachesAWorkerThatReportsByItselfAndWaitsForItsEnd() {
        FakeSupervisor a = supervisor("a", 1);
        String id = nimbus.submit(Topologies.submit("words", 1));
        a.vanish();
        FakeDirectWorker worker = new FakeDirectWorker(nimbus, id, 1, AT_A);
        worker.report(Reports.busy(id, 1, TopologyStatus.ACTIVE));
        nimbus.change("words", LifecycleAction.KILL, Duration.ofMinutes(1));
        nimbus.turn();
        worker.report(Reports.busy(id, 1, TopologyStatus.KILLED));
        nimbus.advance(100);
        assertThat(assignment(id).workers()).as("it has not drained").hasSize(1);
        for (int round = 0; round < 3; round++) {
            worker.report(Reports.answering(
                    Reports.idle(id, 1, TopologyStatus.KILLED),
                    worker.told(WorkerOrder.ReportNow.class).stream()
                            .mapToLong(WorkerOrder.ReportNow::reportId)
                            .max()
                            .orElse(0)));
            nimbus.advance(100);
        }
        assertThat(assignment(id).workers()).isEmpty();
        assertThat(worker.told(WorkerOrder.Stop.class)).hasSize(1);
        assertThat(clusterState.topologyIds()).as("it is ending").containsExactly(id);
        worker.end();
        assertThat(clusterState.topologyIds()).isEmpty();
    }

    @Test
    void aWorkerWhoseSlotWasGivenAwayIsToldToStopAndDoesNotMakeItsHostAlive() {
        FakeSupervisor a = supervisor("a", 1, 11);
        String id = wordsBesideB();
        a.vanish();
        passes(TIMEOUT);
        assertThat(assignment(id).version()).isEqualTo(2);
        FakeDirectWorker late = new FakeDirectWorker(nimbus, id, 1, AT_A);
        assertThat(late.told(WorkerOrder.Stop.class)).hasSize(1);
        late.report(Reports.busy(id, 1, TopologyStatus.ACTIVE));
        nimbus.advance(1_000);
        assertThat(late.orders).as("told once").hasSize(1);
        assertThat(info().workers()).extracting(TopologyInfo.Worker::supervisor).containsOnly("b");
    }

    @Test
    void aWorkerIsNotStoppedBecauseTheClusterStateCannotBeRead() {
        FakeSupervisor a = supervisor("a", 1, 11);
        String id = wordsBesideB();
        a.vanish();
        passes(TIMEOUT);
        nimbus.clusterState.fault(FaultyClusterState.Fault.CUT);
        FakeDirectWorker late = new FakeDirectWorker(nimbus, id, 1, AT_A);
        passes(3_000);
        assertThat(late.orders).isEmpty();
        nimbus.clusterState.fault(FaultyClusterState.Fault.NONE);
        passes(3_000);
        assertThat(late.told(WorkerOrder.Stop.class)).hasSize(1);
    }

    @Test
    void withoutAFreeSlotItsExecutorsWaitWithAReasonAndAreBackOnTheirWorkerOnceOneIsFree() {
        FakeSupervisor a = supervisor("a", 1);
        supervisor("b", 2);
        String id = nimbus.submit(Topologies.submit("words", 2));
        Assignment before = assignment(id);
        a.vanish();
        passes(TIMEOUT);
        assertThat(assignment(id).workers()).containsExactly(before.workers().get(1));
        assertThat(assignment(id).unassigned())
                .hasSize(3)
                .extracting(UnassignedExecutor::formerWorker)
                .containsOnly(0);
        assertThat(info().unassigned())
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.reason()).contains("supervisor a", "no slot is free"));
        int writes = nimbus.clusterState.writes();
        passes(3 * TIMEOUT);
        assertThat(nimbus.clusterState.writes()).as("writes while it waits").isEqualTo(writes);

        supervisor("c", 9);
        assertThat(assignment(id).version()).isEqualTo(3);
        assertThat(assignment(id).workers())
                .containsExactly(
                        new WorkerSlot(0, "c", "127.0.0.1", 9, 3),
                        before.workers().get(1));
        assertThat(assignment(id).executors()).isEqualTo(before.executors());
        assertThat(info().unassigned()).isEmpty();
    }

    @Test
    void aTopologyWhoseHostsAreAllGoneStaysUntilOneIsBackOrASlotIsFree() {
        FakeSupervisor a = supervisor("a", 1);
        FakeSupervisor b = supervisor("b", 2);
        String id = nimbus.submit(Topologies.submit("words", 2));
        a.vanish();
        b.vanish();
        passes(3 * TIMEOUT);
        assertThat(assignment(id).version()).isEqualTo(1);
        supervisor("a", 1);
        passes(3_000);
        assertThat(assignment(id).workers())
                .as("b's worker waits, for a's is back")
                .extracting(WorkerSlot::supervisorId)
                .containsExactly("a");
        supervisor("b", 2);
        assertThat(assignment(id).workers()).hasSize(2);
    }

    @Test
    void whileTheClusterStateCannotBeReadNobodyIsDeadAndAfterwardsTheTimeOutBeginsAnew() {
        FakeSupervisor a = supervisor("a", 1, 11);
        String id = wordsBesideB();
        a.vanish();
        passes(TIMEOUT - 1_000);
        nimbus.clusterState.fault(FaultyClusterState.Fault.CUT);
        passes(3 * TIMEOUT);
        assertThat(assignment(id).version()).isEqualTo(1);
        nimbus.clusterState.fault(FaultyClusterState.Fault.NONE);
        passes(1_000);
        passes(TIMEOUT - 1_000);
        assertThat(assignment(id).version()).isEqualTo(1);
        passes(2_000);
        assertThat(assignment(id).version()).isEqualTo(2);
    }

    @Test
    void aSupervisorWhoseRegistrationIsThereAndCannotBeReadKeepsItsWorkers() {
        FakeSupervisor a = supervisor("a", 1, 11);
        String id = wordsBesideB();
        nimbus.clusterState.makeSupervisorUnreadable("a");
        nimbus.clusterChanged();
        passes(3 * TIMEOUT);
        assertThat(assignment(id).version()).isEqualTo(1);
        a.vanish();
        passes(1_000);
        assertThat(assignment(id).version()).isEqualTo(2);
    }

    @Test
    void aNewLeaderWaitsTheWholeTimeOutForAHostItHasNeverHeardOf() {
        FakeSupervisor a = supervisor("a", 1, 11);
        String id = wordsBesideB();
        a.vanish();
        passes(TIMEOUT - 1);
        SteppedNimbus second = nextLeader();
        nimbus.turn();
        passes(second, TIMEOUT - 1);
        assertThat(assignment(id).version()).isEqualTo(1);
        second.advance(1);
        assertThat(assignment(id).version()).isEqualTo(2);
    }

    @Test
    void anOldLeaderThatDoesNotKnowItMovesNothing() {
        FakeSupervisor a = supervisor("a", 1, 11);
        String id = wordsBesideB();
        a.vanish();
        nimbus.becomeDeafToRevocation();
        nextLeader();
        passes(3 * TIMEOUT);
        assertThat(assignment(id).version()).isEqualTo(1);
    }

    @Test
    void aLeaderThatStoodStillReadsAnewAndWaitsAgain() {
        FakeSupervisor a = supervisor("a", 1, 11);
        String id = wordsBesideB();
        a.vanish();
        nimbus.advance(10 * TIMEOUT);
        passes(TIMEOUT - 1);
        assertThat(assignment(id).version()).isEqualTo(1);
        nimbus.advance(1);
        assertThat(assignment(id).version()).isEqualTo(2);
    }

    @Test
    void aKilledTopologyIsNotMoved() {
        FakeSupervisor a = supervisor("a", 1, 11);
        FakeSupervisor b = supervisor("b", 2, 3);
        String id = nimbus.submit(Topologies.submit("words", 2));
        b.report(Reports.busy(id, 2, TopologyStatus.ACTIVE));
        nimbus.change("words", LifecycleAction.KILL, Duration.ofMinutes(5));
        a.vanish();
        for (long passed = 0; passed < 3 * TIMEOUT; passed += 1_000) {
            b.report(Reports.busy(id, 2, TopologyStatus.KILLED));
            nimbus.advance(1_000);
        }
        assertThat(assignment(id).version()).isEqualTo(1);
    }

    @Test
    void aWriteThatFailsMovesNothingAndIsMadeAgain() {
        FakeSupervisor a = supervisor("a", 1, 11);
        String id = wordsBesideB();
        a.vanish();
        passes(TIMEOUT - 1);
        nimbus.clusterState.fault(FaultyClusterState.Fault.ANSWERS_LOST);
        nimbus.advance(1);
        nimbus.clusterState.fault(FaultyClusterState.Fault.NONE);
        passes(3 * TIMEOUT);
        assertThat(assignment(id).version())
                .as("it took effect and is not made twice")
                .isEqualTo(2);
        assertThat(info().assignmentVersion()).isEqualTo(2);
    }
}
