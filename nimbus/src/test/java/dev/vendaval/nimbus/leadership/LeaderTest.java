package dev.vendaval.nimbus.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.SubmitException;
import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.nimbus.lifecycle.LifecycleAction;
import dev.vendaval.protocol.report.WorkerInsight;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.MemoryClusterState;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LeaderTest {
    private final ClusterState clusterState = new MemoryClusterState();
    private final SteppedNimbus nimbus = new SteppedNimbus(clusterState, 6627);

    @BeforeEach
    void elect() {
        nimbus.joinElection();
        nimbus.awaitElected();
    }

    @AfterEach
    void close() {
        clusterState.close();
    }

    @Test
    void aSubmitWritesDefinitionStateAndAssignment() {
        supervisor("a", 1, 2);
        String id = nimbus.submit(Topologies.submit("words", 2));

        assertThat(id).startsWith("words-n1-");
        assertThat(clusterState.definition(id)).hasValueSatisfying(definition -> {
            assertThat(definition.name()).isEqualTo("words");
            assertThat(definition.config()).containsKey("topology.message.timeout");
        });
        assertThat(status(id)).isEqualTo(TopologyStatus.ACTIVE);
        assertThat(assignment(id).version()).isEqualTo(1);
        assertThat(assignment(id).workers()).extracting(WorkerSlot::port).containsExactly(1, 2);
        assertThat(assignment(id).executors()).hasSize(6);
    }

    @Test
    void aFreshViewWaitsUntilEveryWorkerHasAnswered() {
        FakeSupervisor a = supervisor("a", 1);
        FakeSupervisor b = supervisor("b", 1);
        String id = nimbus.submit(Topologies.submit("words", 2));
        WorkerReport idle = Reports.idle(id, 1, TopologyStatus.ACTIVE);
        a.report(idle);
        b.report(idle);

        CompletableFuture<FreshReports.Fresh> fresh = nimbus.ask(leader -> leader.freshView("words"));
        long asked = a.asked();
        assertThat(b.asked()).isEqualTo(asked);
        WorkerReport answer = idle.with(new WorkerInsight(asked, List.of(), List.of()));
        a.report(answer);
        assertThat(fresh).isNotDone();
        b.report(Reports.lost(id, 1));

        assertThat(fresh).isCompletedWithValueMatching(view -> view.reportId() == asked);
    }

    @Test
    void aWorkerThatDoesNotAnswerHoldsUpAFreshViewForSecondsOnly() {
        FakeSupervisor a = supervisor("a", 1);
        String id = nimbus.submit(Topologies.submit("words", 1));
        a.report(Reports.idle(id, 1, TopologyStatus.ACTIVE));

        CompletableFuture<FreshReports.Fresh> fresh = nimbus.ask(leader -> leader.freshView("words"));
        nimbus.advance(FreshReports.LIMIT_MS - 1);
        assertThat(fresh).isNotDone();
        nimbus.advance(1);

        assertThat(fresh).isCompleted();
        assertThatThrownBy(
                        () -> nimbus.ask(leader -> leader.freshView("nothere").isDone()))
                .isInstanceOf(ServiceException.class);
    }

    @Test
    @Tag("I6")
    void aTopologyIsSubmittedInactiveOnRequest() {
        supervisor("a", 1);
        String id = nimbus.submit(Topologies.submit("words", "s", 1, true));
        assertThat(status(id)).isEqualTo(TopologyStatus.INACTIVE);
        assertThat(assignment(id).workers())
                .as("its components are opened all the same")
                .hasSize(1);
    }

    @Test
    void aRepeatedSubmitSucceedsWithTheSameId() {
        String id = nimbus.submit(Topologies.submit("words", "the-submit", 1, false));
        nimbus.clock.advance(5);
        assertThat(nimbus.submit(Topologies.submit("words", "the-submit", 1, false)))
                .isEqualTo(id);
        assertThat(clusterState.topologyIds()).containsExactly(id);
    }

    @Test
    @Tag("I1")
    void anotherSubmitOfALiveNameIsRefused() {
        nimbus.submit(Topologies.submit("words", "one", 1, false));
        assertRefused(
                SubmitException.Code.NAME_TAKEN,
                "words",
                () -> nimbus.submit(Topologies.submit("words", "two", 1, false)));
    }

    @Test
    @Tag("I6")
    void activateAndDeactivateWriteTheStatusOnlyWhenItChanges() {
        String id = nimbus.submit(Topologies.submit("words", 1));
        nimbus.change("words", LifecycleAction.DEACTIVATE);
        assertThat(status(id)).isEqualTo(TopologyStatus.INACTIVE);
        int writes = nimbus.clusterState.writes();
        nimbus.change("words", LifecycleAction.DEACTIVATE);
        assertThat(nimbus.clusterState.writes()).isEqualTo(writes);
        nimbus.change("words", LifecycleAction.ACTIVATE);
        nimbus.change("words", LifecycleAction.ACTIVATE);
        assertThat(status(id)).isEqualTo(TopologyStatus.ACTIVE);
        assertThat(nimbus.clusterState.writes()).isEqualTo(writes + 1);
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThereAre() {
        nimbus.submit(Topologies.submit("words", 1));
        assertRefused(SubmitException.Code.NOT_FOUND, "wrods", () -> nimbus.change("wrods", LifecycleAction.ACTIVATE));
    }

    @Test
    @Tag("I7")
    void aKilledTopologyDrainsStopsItsWorkersAndIsGone() {
        FakeSupervisor a = supervisor("a", 1);
        String id = nimbus.submit(Topologies.submit("words", 1));
        a.report(Reports.busy(id, 1, TopologyStatus.ACTIVE));

        nimbus.change("words", LifecycleAction.KILL);
        nimbus.turn();
        assertThat(status(id)).isEqualTo(TopologyStatus.KILLED);
        long firstRound = a.asked();
        assertThat(firstRound).isPositive();
        a.report(Reports.busy(id, 1, TopologyStatus.KILLED));
        nimbus.advance(50);
        assertThat(a.asked()).isGreaterThan(firstRound);
        a.report(Reports.idle(id, 1, TopologyStatus.KILLED));
        assertThat(assignment(id).workers()).as("one quiet round is not enough").hasSize(1);
        a.report(Reports.idle(id, 1, TopologyStatus.KILLED));
        assertThat(assignment(id).workers()).isEmpty();
        assertThat(assignment(id).version()).isEqualTo(2);

        assertThat(clusterState.topologyIds()).as("its worker is still there").containsExactly(id);
        a.report();
        assertThat(clusterState.topologyIds()).isEmpty();
        nimbus.submit(Topologies.submit("words", "again", 1, false));
    }

    @Test
    @Tag("I7")
    void theWaitOfAKillEndsTheDrain() {
        FakeSupervisor a = supervisor("a", 1);
        String id = nimbus.submit(Topologies.submit("words", 1));
        a.report(Reports.busy(id, 1, TopologyStatus.ACTIVE));
        nimbus.change("words", LifecycleAction.KILL, Duration.ofSeconds(5));
        assertThat(clusterState.topologyState(id).orElseThrow().value().killWaitRemaining())
                .isEqualTo(Duration.ofSeconds(5));
        a.report(Reports.busy(id, 1, TopologyStatus.KILLED));
        nimbus.advance(4_999);
        assertThat(assignment(id).workers()).hasSize(1);
        nimbus.advance(1);
        assertThat(assignment(id).workers()).isEmpty();
    }

    @Test
    @Tag("I6")
    void aRepeatedKillSetsTheDeadlineAnew() {
        FakeSupervisor a = supervisor("a", 1);
        String id = nimbus.submit(Topologies.submit("words", 1));
        a.report(Reports.busy(id, 1, TopologyStatus.ACTIVE));
        nimbus.change("words", LifecycleAction.KILL, Duration.ofSeconds(5));
        nimbus.advance(4_000);
        nimbus.change("words", LifecycleAction.KILL, Duration.ofSeconds(5));
        nimbus.advance(4_000);
        assertThat(assignment(id).workers()).hasSize(1);
        nimbus.change("words", LifecycleAction.KILL, Duration.ZERO);
        nimbus.turn();
        assertThat(assignment(id).workers()).isEmpty();
    }

    @Test
    @Tag("I7")
    void aTopologyThatWasNeverPlacedIsGoneAtOnce() {
        nimbus.submit(Topologies.submit("words", 1));
        nimbus.change("words", LifecycleAction.KILL);
        nimbus.turn();
        assertThat(clusterState.topologyIds()).isEmpty();
    }

    @Test
    @Tag("I10")
    void aSubmitWithoutAFreeSlotIsKeptSaysWhyAndIsPlacedWhenASupervisorJoins() {
        String id = nimbus.submit(Topologies.submit("words", 2));
        assertThat(assignment(id).unassigned())
                .hasSize(6)
                .allSatisfy(each -> assertThat(each.reason()).contains("no supervisor"));
        supervisor("a", 1);
        assertThat(assignment(id).workers()).hasSize(1);
        assertThat(assignment(id).workersWanted()).isEqualTo(2);
        assertThat(assignment(id).unassigned()).isEmpty();
    }

    @Test
    @Tag("I10")
    void aWaitingTopologyIsPlacedWhenTheWorkerOfAKilledOneHasEnded() {
        FakeSupervisor a = supervisor("a", 1);
        String first = nimbus.submit(Topologies.submit("first", 1));
        String second = nimbus.submit(Topologies.submit("second", 1));
        assertThat(assignment(second).unassigned().get(0).reason()).contains("no slot is free");
        a.report(Reports.idle(first, 1, TopologyStatus.ACTIVE));
        nimbus.change("first", LifecycleAction.KILL, Duration.ZERO);
        nimbus.turn();
        assertThat(assignment(first).workers()).isEmpty();
        assertThat(assignment(second).workers())
                .as("the slot still has a worker")
                .isEmpty();
        a.report();
        assertThat(assignment(second).workers()).hasSize(1);
        assertThat(assignment(second).workers().get(0).lease())
                .isEqualTo(assignment(second).version());
    }

    @Test
    @Tag("I10")
    void aTopologyOnFewerWorkersStaysAsItIsWhenSlotsAreAdded() {
        supervisor("a", 1);
        String id = nimbus.submit(Topologies.submit("words", 2));
        supervisor("b", 2);
        assertThat(assignment(id).version()).isEqualTo(1);
        assertThat(assignment(id).workers()).hasSize(1);
    }

    @Test
    void aTopologyThatWaitsCausesNoWritesWhileNothingChanges() {
        FakeSupervisor a = supervisor("a", 1);
        nimbus.submit(Topologies.submit("first", 1));
        nimbus.submit(Topologies.submit("second", 1));
        int writes = nimbus.clusterState.writes();
        for (int second = 0; second < 10; second++) {
            a.report();
            nimbus.clusterChanged();
            nimbus.advance(1_000);
        }
        assertThat(nimbus.clusterState.writes()).isEqualTo(writes);
    }

    @Test
    void aSupervisorThatRegisteredJustBeforeTheSubmitIsUsed() {
        clusterState.registerSupervisor(Reports.supervisor("a", 1));
        String id = nimbus.submit(Topologies.submit("words", 1));
        assertThat(assignment(id).workers()).hasSize(1);
    }

    @Test
    void theSlotsOfALostSupervisorAreNotGivenAwayAndItsWorkersNotMoved() {
        FakeSupervisor a = supervisor("a", 1);
        String first = nimbus.submit(Topologies.submit("first", 1));
        a.vanish();
        String second = nimbus.submit(Topologies.submit("second", 1));
        assertThat(assignment(first).workers())
                .extracting(WorkerSlot::supervisorId)
                .containsExactly("a");
        assertThat(assignment(second).workers()).isEmpty();
    }

    private FakeSupervisor supervisor(String id, int... slots) {
        return new FakeSupervisor(nimbus, clusterState, id, slots);
    }

    private TopologyStatus status(String id) {
        TopologyState state = clusterState.topologyState(id).orElseThrow().value();
        return state.status();
    }

    private Assignment assignment(String id) {
        return clusterState.assignment(id).orElseThrow();
    }

    private static void assertRefused(SubmitException.Code code, String about, Runnable request) {
        assertThatThrownBy(request::run).isInstanceOfSatisfying(ServiceException.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.getMessage()).contains(about);
            assertThat(refused.hint()).isNotBlank();
        });
    }
}
