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
import dev.vendaval.protocol.state.Registration;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LeadershipChangeTest {
    private final ClusterState clusterState = new MemoryClusterState();
    private final SteppedNimbus first = new SteppedNimbus(clusterState, 6001);
    private final SteppedNimbus second = new SteppedNimbus(clusterState, 6002);
    private Registration firstCandidacy = () -> {};

    @BeforeEach
    void electFirst() {
        firstCandidacy = first.joinElection();
        first.awaitElected();
    }

    @AfterEach
    void close() {
        clusterState.close();
    }

    @Test
    void aStandbyRefusesWithTheAddressOfTheLeader() {
        second.joinElection();
        second.turn();
        assertThatThrownBy(() -> second.submit(Topologies.submit("words", 1)))
                .isInstanceOfSatisfying(ServiceException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(SubmitException.Code.NO_CLUSTER);
                    assertThat(refused.hint()).isEqualTo("127.0.0.1:6001");
                });
    }

    @Test
    void aRefusalReadsNothingAndTheStandbyFollowsTheElection() {
        second.joinElection();
        second.turn();
        second.clusterState.fault(FaultyClusterState.Fault.CUT);
        assertRefusedWithHint("127.0.0.1:6001");
        second.clusterChanged();
        assertRefusedWithHint("127.0.0.1:6001");

        SteppedNimbus third = new SteppedNimbus(clusterState, 6003);
        second.clusterState.fault(FaultyClusterState.Fault.NONE);
        second.turn();
        third.clusterState.fault(FaultyClusterState.Fault.CUT);
        third.turn();
        assertThatThrownBy(() -> third.submit(Topologies.submit("words", 1)))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.getMessage()).contains("no other is known"));
        third.clusterState.fault(FaultyClusterState.Fault.NONE);
        third.turn();
        assertThatThrownBy(() -> third.submit(Topologies.submit("words", 1)))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.hint()).isEqualTo("127.0.0.1:6001"));
    }

    private void assertRefusedWithHint(String leader) {
        assertThatThrownBy(() -> second.submit(Topologies.submit("words", 1)))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.hint()).isEqualTo(leader));
    }

    @Test
    void aStandbySendsSupervisorsAway() {
        second.joinElection();
        FakeSupervisor supervisor = new FakeSupervisor(second, clusterState, "a", 1);
        assertThat(supervisor.isConnected()).isFalse();
    }

    @Test
    void aNewLeaderGoesOnWithWhatWasAccepted() {
        String running = first.submit(Topologies.submit("words", "the-submit", 1, false));
        handOver();

        assertThat(second.submit(Topologies.submit("words", "the-submit", 1, false)))
                .as("a repeated submit meets the accepted one")
                .isEqualTo(running);
        assertThat(second.<Integer>ask(leader -> leader.views().size())).isEqualTo(1);
        new FakeSupervisor(second, clusterState, "a", 1);
        assertThat(clusterState.assignment(running).orElseThrow().workers()).hasSize(1);
    }

    @Test
    @Tag("I7")
    void aNewLeaderGoesOnWithAKillThatDrains() {
        FakeSupervisor a = new FakeSupervisor(first, clusterState, "a", 1);
        String id = first.submit(Topologies.submit("words", 1));
        a.report(Reports.busy(id, 1, TopologyStatus.ACTIVE));
        first.change("words", LifecycleAction.KILL, Duration.ofSeconds(5));
        first.turn();
        long askedByFirst = a.asked();
        handOver();

        a.connect(second).report(Reports.of(a.record, askedByFirst, Reports.busy(id, 1, TopologyStatus.KILLED)));
        second.advance(1_000);
        assertThat(a.asked()).as("ids of a later leadership are higher").isGreaterThan(askedByFirst);
        second.advance(5_000);
        assertThat(clusterState.assignment(id).orElseThrow().workers()).isEmpty();
    }

    @Test
    void aQuestionThatCameBeforeTheSupervisorIsPutToItWhenItConnects() {
        FakeSupervisor a = new FakeSupervisor(first, clusterState, "a", 1);
        String id = first.submit(Topologies.submit("words", 1));
        a.report(Reports.idle(id, 1, TopologyStatus.ACTIVE));
        handOver();
        CompletableFuture<FreshReports.Fresh> question = second.ask(leader -> leader.freshView("words"));

        WorkerReport worker = Reports.idle(id, 1, TopologyStatus.ACTIVE);
        a.connect(second).report(Reports.of(a.record, 0, worker));
        second.turn();
        assertThat(question).as("that report was made before it was asked").isNotDone();
        assertThat(a.asked()).isGreaterThan(0);

        a.report(worker.with(new WorkerInsight(a.asked(), List.of(), List.of())));
        second.turn();
        assertThat(question).isCompletedWithValueMatching(fresh -> fresh.reportId() == a.asked());
    }

    @Test
    @Tag("I7")
    void aNewLeaderRemovesAStoppingTopologyOnlyWhenSupervisorsSayThatItsWorkersAreGone() {
        FakeSupervisor a = new FakeSupervisor(first, clusterState, "a", 1);
        String id = first.submit(Topologies.submit("words", 1));
        a.report(Reports.idle(id, 1, TopologyStatus.ACTIVE));
        first.change("words", LifecycleAction.KILL, Duration.ZERO);
        first.turn();
        handOver();

        assertThat(clusterState.topologyIds()).as("a has not been heard of").containsExactly(id);
        a.connect(second).report(Reports.of(a.record, 0, Reports.idle(id, 1, TopologyStatus.KILLED)));
        second.turn();
        assertThat(clusterState.topologyIds()).containsExactly(id);
        a.connect(second).report(Reports.of(a.record, 0));
        second.turn();
        assertThat(clusterState.topologyIds()).isEmpty();
    }

    @Test
    void aLeaderThatWasReplacedUnawaresCanDoNothingAndStopsLeading() {
        FakeSupervisor a = new FakeSupervisor(first, clusterState, "a", 1);
        String id = first.submit(Topologies.submit("words", 1));
        first.becomeDeafToRevocation();
        handOver();

        assertThatThrownBy(() -> first.change("words", LifecycleAction.DEACTIVATE))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(SubmitException.Code.NO_CLUSTER));
        assertThat(clusterState.topologyState(id).orElseThrow().value().status())
                .isEqualTo(TopologyStatus.ACTIVE);
        assertThat(a.isConnected()).as("its supervisors are sent to the leader").isFalse();
        assertThatThrownBy(() -> first.submit(Topologies.submit("other", 1)))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.hint()).isEqualTo("127.0.0.1:6002"));
        second.change("words", LifecycleAction.DEACTIVATE);
    }

    static Stream<Named<Consumer<SteppedNimbus>>> commandsThatWriteNothing() {
        return Stream.of(
                Named.of("activate what was active", nimbus -> nimbus.change("words", LifecycleAction.ACTIVATE)),
                Named.of("kill what was not there", nimbus -> nimbus.change("later", LifecycleAction.KILL)),
                Named.of(
                        "repeat a submit", nimbus -> nimbus.submit(Topologies.submit("words", "the-submit", 1, false))),
                Named.of(
                        "submit under a name that was taken",
                        nimbus -> nimbus.submit(Topologies.submit("words", "another", 1, false))));
    }

    @ParameterizedTest
    @MethodSource("commandsThatWriteNothing")
    @Tag("F4")
    void aLeaderThatWasReplacedUnawaresAnswersNoCommandFromMemory(Consumer<SteppedNimbus> command) {
        first.submit(Topologies.submit("words", "the-submit", 1, false));
        first.becomeDeafToRevocation();
        handOver();
        second.change("words", LifecycleAction.DEACTIVATE);
        second.submit(Topologies.submit("later", 1));

        assertThatThrownBy(() -> command.accept(first))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(SubmitException.Code.NO_CLUSTER));
    }

    @Test
    @Tag("F4")
    void whileAnAssignmentCannotBeReadSlotsAreFreeOnlyWhereWorkersAreHeardOf() {
        FakeSupervisor a = new FakeSupervisor(first, clusterState, "a", 1);
        String damaged = first.submit(Topologies.submit("damaged", 1));
        second.clusterState.damageAssignment(damaged);
        handOver();

        String next = second.submit(Topologies.submit("next", 1));
        assertThat(clusterState.assignment(next).orElseThrow().workers())
                .as("nothing was heard of a")
                .isEmpty();
        a.connect(second).report(Reports.of(a.record, 0, Reports.idle(damaged, 1, TopologyStatus.ACTIVE)));
        second.turn();
        assertThat(clusterState.assignment(next).orElseThrow().workers()).isEmpty();
        FakeSupervisor b = new FakeSupervisor(second, clusterState, "b", 1);
        assertThat(clusterState.assignment(next).orElseThrow().workers())
                .extracting(WorkerSlot::supervisorId)
                .containsExactly(b.record.id());
    }

    @Test
    void aSubmitWhoseAnswerWasLostIsFoundAgainByItsRepetition() {
        first.clusterState.fault(FaultyClusterState.Fault.ANSWERS_LOST);
        assertThatThrownBy(() -> first.submit(Topologies.submit("words", "the-submit", 1, false)))
                .isInstanceOfSatisfying(ServiceException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(SubmitException.Code.NO_CLUSTER);
                    assertThat(refused.getMessage()).contains("not known whether");
                });
        first.clusterState.fault(FaultyClusterState.Fault.NONE);
        first.advance(NimbusLoop.RECOVERY_INTERVAL_MS);
        String id = first.submit(Topologies.submit("words", "the-submit", 1, false));
        assertThat(clusterState.topologyIds()).containsExactly(id);
        assertThat(clusterState.assignment(id)).isPresent();
    }

    @Test
    void whileTheClusterStateIsCutRequestsAreRefusedAndNothingIsForgotten() {
        FakeSupervisor a = new FakeSupervisor(first, clusterState, "a", 1);
        String id = first.submit(Topologies.submit("words", 1));
        first.clusterState.fault(FaultyClusterState.Fault.CUT);
        first.clusterChanged();
        assertThatThrownBy(() -> first.change("words", LifecycleAction.DEACTIVATE))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(SubmitException.Code.NO_CLUSTER));
        first.advance(NimbusLoop.RECOVERY_INTERVAL_MS);
        first.clusterState.fault(FaultyClusterState.Fault.NONE);
        first.advance(NimbusLoop.RECOVERY_INTERVAL_MS);
        first.change("words", LifecycleAction.DEACTIVATE);
        assertThat(a.isConnected()).isTrue();
        assertThat(clusterState.assignment(id).orElseThrow().workers()).hasSize(1);
    }

    @Test
    void aKillWhoseWritesFailGoesOnWhenTheyGetThrough() {
        FakeSupervisor a = new FakeSupervisor(first, clusterState, "a", 1);
        String id = first.submit(Topologies.submit("words", 1));
        a.report(Reports.busy(id, 1, TopologyStatus.ACTIVE));
        first.change("words", LifecycleAction.KILL, Duration.ofSeconds(5));
        first.clusterState.fault(FaultyClusterState.Fault.ANSWERS_LOST);
        first.advance(5_000);
        first.clusterState.fault(FaultyClusterState.Fault.NONE);
        first.advance(NimbusLoop.RECOVERY_INTERVAL_MS);
        assertThat(clusterState.assignment(id).orElseThrow().workers()).isEmpty();
        a.report();
        assertThat(clusterState.topologyIds()).isEmpty();
    }

    @Test
    @Tag("F4")
    void aTopologyWhoseRecordsCannotBeReadHoldsUpNoOtherAndIsLeftAlone() {
        FakeSupervisor a = new FakeSupervisor(first, clusterState, "a", 1, 2, 3);
        String damaged = first.submit(Topologies.submit("damaged", 1));
        String unfit = first.submit(Topologies.submit("unfit", 1));
        first.submit(Topologies.submit("words", 1));
        Assignment before = clusterState.assignment(damaged).orElseThrow();
        second.clusterState.damageDefinition(damaged);
        second.clusterState.makeDefinitionUnfit(unfit);
        handOver();
        a.connect(second);
        a.report();

        assertThat(second.<List<String>>ask(leader -> leader.views().stream()
                        .map(view -> view.definition().name())
                        .toList()))
                .containsExactly("words");
        second.change("words", LifecycleAction.KILL, Duration.ZERO);
        second.turn();
        String next = second.submit(Topologies.submit("next", 3));
        assertThat(clusterState.assignment(next).orElseThrow().workers())
                .as("slots of topologies that cannot be read are not free")
                .extracting(WorkerSlot::port)
                .containsExactly(3);
        assertThat(clusterState.topologyIds()).contains(damaged, unfit);
        assertThat(clusterState.assignment(damaged)).contains(before);
    }

    @Test
    @Tag("F4")
    void theNameOfATopologyWhoseRecordsCannotBeReadIsTakenAndItCannotBeChanged() {
        String damaged = first.submit(Topologies.submit("words", "one", 1, false));
        second.clusterState.damageDefinition(damaged);
        handOver();

        assertThatThrownBy(() -> second.submit(Topologies.submit("words", "another", 1, false)))
                .isInstanceOfSatisfying(ServiceException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(SubmitException.Code.NAME_TAKEN);
                    assertThat(refused.getMessage()).contains("words", "cannot be read");
                });
        assertThatThrownBy(() -> second.change("words", LifecycleAction.KILL))
                .isInstanceOfSatisfying(ServiceException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(SubmitException.Code.ILLEGAL_STATE);
                    assertThat(refused.getMessage()).contains(damaged, "cannot be read");
                });
        second.submit(Topologies.submit("other", 1));
        assertThat(clusterState.topologyIds()).contains(damaged);
    }

    private void handOver() {
        second.joinElection();
        firstCandidacy.close();
        second.awaitElected();
        first.turn();
    }
}
