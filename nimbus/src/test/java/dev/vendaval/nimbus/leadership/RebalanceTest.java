package dev.vendaval.nimbus.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.SubmitException;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.nimbus.leadership.RebalanceCluster.Host;
import dev.vendaval.nimbus.leadership.RebalanceCluster.Worker;
import dev.vendaval.nimbus.lifecycle.LifecycleAction;
import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ChangePhase;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.topology.ExecutorTasks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rebalance from its request to its end. */
class RebalanceTest {
    private final RebalanceScene scene = new RebalanceScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    @Tag("R1")
    @Tag("R5")
    void aRebalancePreparesCommitsSettlesAndSaysHowLongItTook() {
        scene.submit(1);
        Assignment before = scene.placement().assignment();

        RebalanceReport begun = scene.rebalance(2, Map.of());

        assertThat(begun.status()).isEqualTo(RebalanceStatus.RUNNING);
        assertThat(begun.moved()).isNotEmpty();
        assertThat(scene.phase()).isEqualTo(ChangePhase.PREPARING);
        assertThat(scene.placement().assignment()).isEqualTo(before);
        assertThat(scene.shown()).isEqualTo(TopologyStatus.REBALANCING);
        assertThat(scene.progress(2).phase()).contains("PREPARING");
        scene.goOnUntil(ChangePhase.SWITCHING);
        assertThat(scene.placement().assignment().version()).isEqualTo(2);
        assertThat(scene.placement().previous()).isEqualTo(before);
        assertThat(scene.progress(2).phase()).contains("SWITCHING");
        scene.workers().forEach(worker -> worker.pauseNanos = 7_000_000L + worker.slot.index());
        scene.goOnUntil(null);
        assertThat(scene.shown()).isEqualTo(TopologyStatus.ACTIVE);
        RebalanceReport done = scene.progress(2);
        assertThat(done.status()).isEqualTo(RebalanceStatus.DONE);
        assertThat(done.longestPauseNanos()).isEqualTo(7_000_001);
        assertThat(done.moved()).isNotEmpty();
    }

    @Test
    @Tag("R5")
    void aSecondRebalanceIsRefusedWhileOneRunsAndTheSameOneIsRecognised() {
        scene.submit(1);
        RebalanceRequest first = RebalanceScene.request("the-request", 2, Map.of(), null);
        scene.ask(first);

        assertThat(scene.ask(first).status()).isEqualTo(RebalanceStatus.RUNNING);
        assertThatThrownBy(() -> scene.rebalance(3, Map.of()))
                .isInstanceOfSatisfying(ServiceException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(SubmitException.Code.ILLEGAL_STATE);
                    assertThat(refused.getMessage()).contains("REBALANCING", "PREPARING");
                });
        assertThatThrownBy(() -> scene.cluster.leader.change("words", LifecycleAction.DEACTIVATE))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.getMessage()).contains("REBALANCING"));
        scene.goOnUntil(null);
        assertThat(scene.ask(first).status()).isEqualTo(RebalanceStatus.DONE);
        assertThat(scene.placement().assignment().version()).isEqualTo(2);
    }

    @Test
    @Tag("R5")
    void aDryRunAndAWishThatIsFulfilledChangeNothing() {
        scene.submit(1);
        Placement before = scene.placement();

        RebalanceReport plan = scene.ask(new RebalanceRequest("r", "words", 3, Map.of(), Map.of(), null, true));
        RebalanceReport nothing = scene.rebalance(1, Map.of());

        assertThat(plan.status()).isEqualTo(RebalanceStatus.PLANNED);
        assertThat(plan.moved()).isNotEmpty();
        assertThat(nothing.status()).isEqualTo(RebalanceStatus.NO_CHANGE);
        assertThat(scene.placement()).isEqualTo(before);
        assertThat(scene.shown()).isEqualTo(TopologyStatus.ACTIVE);
    }

    @Test
    @Tag("R5")
    void aWorkerThatHadDiedBeforeIsAwaited() {
        scene.submit(2);
        Worker old = scene.workers().findFirst().orElseThrow();
        scene.hostOf(old).dies(old, true);
        scene.cluster.hosts.forEach(Host::report);

        scene.rebalance(3, Map.of());
        scene.cluster.hosts.forEach(host -> host.follow(scene.placement()));
        scene.cluster.hosts.forEach(Host::report);
        assertThat(scene.phase()).isEqualTo(ChangePhase.PREPARING);

        scene.cluster.hosts.forEach(Host::relaunchLost);
        for (int i = 0; i < 6; i++) {
            scene.cluster.everybodyGoesOn(scene.id);
        }
        assertThat(scene.progress(2).status()).isEqualTo(RebalanceStatus.DONE);
    }

    /** What ends a rebalance before its commit. */
    enum Trouble {
        DEATH_SHOWN,
        DEATH_UNSEEN,
        DEATH_OF_THE_NEW_WORKER,
        HOST_LOST,
        ERROR,
        TIME_OUT
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    @Tag("R5")
    void whateverGoesWrongBeforeTheCommitRollsItBackAndTheNextOneIsDone(Trouble trouble) {
        scene.submit(2);
        Assignment before = scene.placement().assignment();
        scene.rebalance(3, Map.of());
        scene.cluster.hosts.forEach(host -> host.follow(scene.placement()));
        scene.cluster.hosts.forEach(Host::report);
        Worker old = scene.workers()
                .filter(worker -> before.workers().contains(worker.slot))
                .findFirst()
                .orElseThrow();
        Worker fresh = scene.workers()
                .filter(worker -> !before.workers().contains(worker.slot))
                .findFirst()
                .orElseThrow();
        switch (trouble) {
            case DEATH_SHOWN -> scene.hostOf(old).dies(old, true);
            case DEATH_UNSEEN -> scene.hostOf(old).dies(old, false);
            case DEATH_OF_THE_NEW_WORKER -> scene.hostOf(fresh).dies(fresh, false);
            case HOST_LOST -> scene.hostOf(fresh).vanish();
            case ERROR -> fresh.cannotPrepare(2, "no class Count");
            case TIME_OUT -> scene.cluster.leader.advance(30_001);
        }
        if (trouble != Trouble.HOST_LOST) {
            scene.cluster.hosts.forEach(Host::report);
        }

        assertThat(scene.phase()).isEqualTo(ChangePhase.ABORTED);
        assertThat(scene.placement().assignment()).isEqualTo(before);
        RebalanceReport report = scene.progress(2);
        assertThat(report.status()).isEqualTo(RebalanceStatus.ROLLED_BACK);
        assertThat(report.phase()).isNotEmpty();
        if (trouble == Trouble.HOST_LOST) {
            assertThatThrownBy(() -> scene.rebalance(2, Map.of("count", 2))).hasMessageContaining("lost");
            scene.cluster.hosts.stream()
                    .filter(host -> host.workers().contains(fresh))
                    .forEach(Host::comeBack);
        }
        scene.cluster.hosts.forEach(Host::relaunchLost);
        for (int i = 0; i < 4; i++) {
            scene.cluster.everybodyGoesOn(scene.id);
        }
        assertThat(scene.rebalance(3, Map.of()).toVersion())
                .as("the number is used up")
                .isEqualTo(3);
        scene.goOnUntil(null);
        assertThat(scene.placement().assignment().workers()).hasSize(3);
    }

    @Test
    @Tag("R5")
    void aSlotThatIsGivenBackBeforeAnyWorkerWasInItGoesToATopologyThatWaits() {
        scene.submit(5);
        scene.rebalance(6, Map.of());
        String waiting = scene.cluster.leader.submit(Topologies.submit("later", 1));
        assertThat(scene.cluster.placement(waiting).workers()).isEmpty();

        scene.passes(Duration.ofSeconds(30));

        assertThat(scene.phase()).isEqualTo(ChangePhase.ABORTED);
        assertThat(scene.cluster.placement(waiting).workers()).hasSize(1);
    }

    @Test
    @Tag("R5")
    void slotsWhoseWorkersAreStillEndingCanBeHadAgainAtOnce() {
        scene.submit(1);
        scene.rebalance(6, Map.of());
        scene.cluster.hosts.forEach(host -> host.follow(scene.placement()));
        scene.cluster.hosts.forEach(Host::report);
        scene.cluster.leader.advance(30_001);
        assertThat(scene.phase()).isEqualTo(ChangePhase.ABORTED);
        assertThat(scene.workers()).as("all slots have one").hasSize(6);

        assertThat(scene.rebalance(6, Map.of()).toVersion()).isEqualTo(3);
        assertThat(Objects.requireNonNull(scene.placement().next()).workers())
                .filteredOn(worker -> worker.lease() == 3)
                .as("no index of one that lives")
                .noneMatch(worker -> worker.index() < 6);
        scene.goOnUntil(null);
        assertThat(scene.placement().assignment().workers()).hasSize(6);
    }

    @Test
    @Tag("R5")
    void aNewLeaderTellsWhyItWasRolledBack() {
        scene.submit(1);
        scene.rebalance(2, Map.of());
        scene.cluster.leader.advance(30_001);
        scene.cluster.leaderDies();

        RebalanceReport report = scene.progress(2);
        assertThat(report.status()).isEqualTo(RebalanceStatus.ROLLED_BACK);
        assertThat(report.phase()).contains("time to prepare");
    }

    @Test
    @Tag("R5")
    void afterTheCommitADeathDoesNotTurnItBack() {
        scene.submit(2);
        scene.rebalance(1, Map.of());
        scene.goOnUntil(ChangePhase.SWITCHING);
        for (Worker worker : scene.workers().toList()) {
            scene.hostOf(worker).dies(worker, false);
        }
        scene.cluster.hosts.forEach(Host::report);
        scene.cluster.leaderDies();
        scene.goOnUntil(null);
        assertThat(scene.placement().assignment().workers()).hasSize(1);
    }

    @Test
    @Tag("R5")
    void aSwitchThatTakesLongSaysWhomItWaitsForAndWhatKeepsThem() {
        scene.submit(1);
        scene.rebalance(2, Map.of());
        scene.goOnUntil(ChangePhase.SWITCHING);
        Worker late = scene.workers().findFirst().orElseThrow();
        late.awaited = List.of("count [2, 3] has not finished what it has, to hand its tasks over");
        late.calls = List.of(new BusyCall(
                new ExecutorTasks("count", List.of(2, 3)),
                2,
                "execute",
                "com.acme.Foo.bar(Foo.java:12)",
                12_000,
                "",
                0));
        scene.hostOf(late).report();

        assertThat(scene.progress(2).phase())
                .contains(
                        "SWITCHING",
                        "worker 0",
                        "count [2, 3]",
                        "execute has not returned for more than 10 s",
                        "kill -9 ",
                        "Foo.java:12");
        assertThatThrownBy(() -> scene.rebalance(1, Map.of())).hasMessageContaining("count [2, 3]");
        assertThat(scene.cluster.leader.<String>ask(
                        leader -> leader.view("words").change()))
                .contains("count [2, 3]");
        late.awaited = List.of();
        late.calls = List.of();
        scene.goOnUntil(null);
        assertThat(scene.cluster.leader.<String>ask(
                        leader -> leader.view("words").change()))
                .isEmpty();
    }

    @Test
    @Tag("R2")
    void withAWaitSpoutsPauseUntilNothingIsPending() {
        scene.submit(1);
        scene.ask(RebalanceScene.request("r", 2, Map.of(), Duration.ofSeconds(20)));
        scene.goOnUntil(ChangePhase.PAUSING);
        assertThat(scene.workers().map(worker -> worker.report(0).statusApplied()))
                .doesNotContain("REBALANCING");
        scene.goOnUntil(ChangePhase.SWITCHING);
        assertThat(scene.workers()
                        .filter(worker -> worker.slot.index() == 0)
                        .map(worker -> worker.report(0).statusApplied()))
                .containsExactly("REBALANCING");
        scene.goOnUntil(null);
    }

    @Test
    @Tag("R2")
    void aWaitEndsAfterItsTimeAlsoUnderANewLeader() {
        scene.submit(1);
        scene.ask(RebalanceScene.request("r", 2, Map.of(), Duration.ofSeconds(20)));
        scene.goOnUntil(ChangePhase.PAUSING);
        scene.cluster.leaderDies();
        scene.cluster.hosts.forEach(Host::report);
        scene.cluster.leader.advance(19_000);
        assertThat(scene.phase()).isEqualTo(ChangePhase.PAUSING);
        scene.cluster.leader.advance(1_001);
        assertThat(scene.phase()).isEqualTo(ChangePhase.SWITCHING);
    }

    @Test
    @Tag("R2")
    void withoutAWaitSpoutsAreNeverPaused() {
        scene.submit(1);
        scene.rebalance(2, Map.of("count", 2));
        scene.goOnUntil(ChangePhase.SWITCHING);
        scene.goOnUntil(null);
        assertThat(scene.workers().map(worker -> worker.report(0).statusApplied()))
                .containsOnly("ACTIVE");
    }

    @ParameterizedTest
    @EnumSource(
            value = ChangePhase.class,
            names = {"PREPARING", "PAUSING", "SWITCHING"})
    @Tag("R5")
    void aKillEndsARebalanceInAnyPhase(ChangePhase when) {
        scene.submit(1);
        scene.ask(RebalanceScene.request("r", 2, Map.of(), when == ChangePhase.PAUSING ? Duration.ofSeconds(9) : null));
        scene.goOnUntil(when);

        scene.cluster.leader.change("words", LifecycleAction.KILL, Duration.ZERO);
        scene.cluster.leader.advance(20_000);
        for (int i = 0; i < 3; i++) {
            scene.cluster.hosts.forEach(host -> state(host));
            scene.cluster.leader.advance(20_000);
        }
        assertThat(scene.cluster.state.topologyIds()).isEmpty();
    }

    private void state(Host host) {
        scene.cluster.state.placement(scene.id).ifPresent(host::follow);
        host.report();
    }
}
