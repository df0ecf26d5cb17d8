package dev.vendaval.nimbus.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.SubmitException;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.nimbus.leadership.RebalanceCluster.Host;
import dev.vendaval.nimbus.leadership.RebalanceCluster.Worker;
import dev.vendaval.nimbus.lifecycle.LifecycleAction;
import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ChangePhase;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RebalanceTest {
    private static final int PATIENCE = 200;
    private static final Set<String> PHASES_SEEN = new TreeSet<>();

    private final RebalanceCluster cluster = new RebalanceCluster(2, 3);
    private String id = "";
    private int requests;

    @AfterEach
    void close() {
        cluster.close();
    }

    private void submit(int workers) {
        id = cluster.leader.submit(Topologies.submit("words", workers));
        for (int i = 0; i < 4; i++) {
            cluster.everybodyGoesOn(id);
        }
    }

    private static RebalanceRequest request(
            String requestId, @Nullable Integer workers, Map<String, Integer> executors, @Nullable Duration pause) {
        return new RebalanceRequest(requestId, "words", workers, executors, pause, false);
    }

    private RebalanceReport rebalance(@Nullable Integer workers, Map<String, Integer> executors) {
        return ask(request("request-" + ++requests, workers, executors, null));
    }

    private RebalanceReport ask(RebalanceRequest request) {
        return cluster.leader.ask(leader -> leader.rebalance(request));
    }

    private RebalanceReport progress(long version) {
        return cluster.leader.ask(leader -> leader.rebalanceProgress("words", version));
    }

    private Placement placement() {
        return cluster.placement(id);
    }

    private @Nullable ChangePhase phase() {
        return placement().change() == null ? null : placement().change().phase();
    }

    private TopologyStatus shown() {
        return cluster.leader.ask(leader -> leader.view("words").status());
    }

    private void goOnUntil(@Nullable ChangePhase wanted) {
        for (int i = 0; i < PATIENCE && phase() != wanted; i++) {
            cluster.everybodyGoesOn(id);
        }
        assertThat(phase()).isEqualTo(wanted);
    }

    private Stream<Worker> workers() {
        return cluster.hosts.stream().flatMap(host -> host.workers().stream());
    }

    private Host hostOf(Worker worker) {
        return cluster.hosts.stream()
                .filter(host -> host.workers().contains(worker))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("R1")
    @Tag("R5")
    void aRebalancePreparesCommitsSettlesAndSaysHowLongItTook() {
        submit(1);
        Assignment before = placement().assignment();

        RebalanceReport begun = rebalance(2, Map.of());

        assertThat(begun.status()).isEqualTo(RebalanceStatus.RUNNING);
        assertThat(begun.moved()).isNotEmpty();
        assertThat(phase()).isEqualTo(ChangePhase.PREPARING);
        assertThat(placement().assignment()).isEqualTo(before);
        assertThat(shown()).isEqualTo(TopologyStatus.REBALANCING);
        assertThat(progress(2).phase()).contains("PREPARING");
        goOnUntil(ChangePhase.SWITCHING);
        assertThat(placement().assignment().version()).isEqualTo(2);
        assertThat(placement().previous()).isEqualTo(before);
        assertThat(progress(2).phase()).contains("SWITCHING");
        workers().forEach(worker -> worker.pauseNanos = 7_000_000L + worker.slot.index());
        goOnUntil(null);
        assertThat(shown()).isEqualTo(TopologyStatus.ACTIVE);
        RebalanceReport done = progress(2);
        assertThat(done.status()).isEqualTo(RebalanceStatus.DONE);
        assertThat(done.longestPauseNanos()).isEqualTo(7_000_001);
        assertThat(done.moved()).isNotEmpty();
    }

    @Test
    @Tag("R5")
    void aSecondRebalanceIsRefusedWhileOneRunsAndTheSameOneIsRecognised() {
        submit(1);
        RebalanceRequest first = request("the-request", 2, Map.of(), null);
        ask(first);

        assertThat(ask(first).status()).isEqualTo(RebalanceStatus.RUNNING);
        assertThatThrownBy(() -> rebalance(3, Map.of())).isInstanceOfSatisfying(ServiceException.class, refused -> {
            assertThat(refused.code()).isEqualTo(SubmitException.Code.ILLEGAL_STATE);
            assertThat(refused.getMessage()).contains("REBALANCING", "PREPARING");
        });
        assertThatThrownBy(() -> cluster.leader.change("words", LifecycleAction.DEACTIVATE))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.getMessage()).contains("REBALANCING"));
        goOnUntil(null);
        assertThat(ask(first).status()).isEqualTo(RebalanceStatus.DONE);
        assertThat(placement().assignment().version()).isEqualTo(2);
    }

    @Test
    @Tag("R5")
    void aDryRunAndAWishThatIsFulfilledChangeNothing() {
        submit(1);
        Placement before = placement();

        RebalanceReport plan = ask(new RebalanceRequest("r", "words", 3, Map.of(), null, true));
        RebalanceReport nothing = rebalance(1, Map.of());

        assertThat(plan.status()).isEqualTo(RebalanceStatus.PLANNED);
        assertThat(plan.moved()).isNotEmpty();
        assertThat(nothing.status()).isEqualTo(RebalanceStatus.NO_CHANGE);
        assertThat(placement()).isEqualTo(before);
        assertThat(shown()).isEqualTo(TopologyStatus.ACTIVE);
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
        submit(2);
        Assignment before = placement().assignment();
        rebalance(3, Map.of());
        cluster.hosts.forEach(host -> host.follow(placement()));
        cluster.hosts.forEach(Host::report);
        Worker old = workers()
                .filter(worker -> before.workers().contains(worker.slot))
                .findFirst()
                .orElseThrow();
        Worker fresh = workers()
                .filter(worker -> !before.workers().contains(worker.slot))
                .findFirst()
                .orElseThrow();
        switch (trouble) {
            case DEATH_SHOWN -> hostOf(old).dies(old, true);
            case DEATH_UNSEEN -> hostOf(old).dies(old, false);
            case DEATH_OF_THE_NEW_WORKER -> hostOf(fresh).dies(fresh, false);
            case HOST_LOST -> hostOf(fresh).vanish();
            case ERROR -> fresh.cannotPrepare(2, "no class Count");
            case TIME_OUT -> cluster.leader.advance(30_001);
        }
        if (trouble != Trouble.HOST_LOST) {
            cluster.hosts.forEach(Host::report);
        }

        assertThat(phase()).isEqualTo(ChangePhase.ABORTED);
        assertThat(placement().assignment()).isEqualTo(before);
        RebalanceReport report = progress(2);
        assertThat(report.status()).isEqualTo(RebalanceStatus.ROLLED_BACK);
        assertThat(report.phase()).isNotEmpty();
        if (trouble == Trouble.HOST_LOST) {
            assertThatThrownBy(() -> rebalance(2, Map.of("count", 2))).hasMessageContaining("lost");
            cluster.hosts.stream()
                    .filter(host -> host.workers().contains(fresh))
                    .forEach(Host::comeBack);
        }
        cluster.hosts.forEach(Host::relaunchLost);
        for (int i = 0; i < 4; i++) {
            cluster.everybodyGoesOn(id);
        }
        assertThat(rebalance(3, Map.of()).toVersion())
                .as("the number is used up")
                .isEqualTo(3);
        goOnUntil(null);
        assertThat(placement().assignment().workers()).hasSize(3);
    }

    @Test
    @Tag("R5")
    void aNewLeaderTellsWhyItWasRolledBack() {
        submit(1);
        rebalance(2, Map.of());
        cluster.leader.advance(30_001);
        cluster.leaderDies();

        RebalanceReport report = progress(2);
        assertThat(report.status()).isEqualTo(RebalanceStatus.ROLLED_BACK);
        assertThat(report.phase()).contains("time to prepare");
    }

    @Test
    @Tag("R5")
    void afterTheCommitADeathDoesNotTurnItBack() {
        submit(2);
        rebalance(1, Map.of());
        goOnUntil(ChangePhase.SWITCHING);
        for (Worker worker : workers().toList()) {
            hostOf(worker).dies(worker, false);
        }
        cluster.hosts.forEach(Host::report);
        cluster.leaderDies();
        goOnUntil(null);
        assertThat(placement().assignment().workers()).hasSize(1);
    }

    @Test
    @Tag("R5")
    void aSupervisorThatIsLostAfterTheCommitHoldsNothingUp() {
        submit(2);
        rebalance(1, Map.of());
        goOnUntil(ChangePhase.SWITCHING);
        WorkerSlot left = placement().previous() == null
                ? placement().assignment().workers().get(0)
                : placement().previous().workers().stream()
                        .filter(slot -> !placement().assignment().workers().contains(slot))
                        .findFirst()
                        .orElseThrow();
        cluster.hosts.stream()
                .filter(host -> host.record.id().equals(left.supervisorId()))
                .forEach(Host::vanish);
        for (int i = 0; i < 5; i++) {
            cluster.hosts.stream()
                    .filter(host -> !host.record.id().equals(left.supervisorId()))
                    .forEach(host -> {
                        host.workers().forEach(worker -> worker.goOn(placement()));
                        host.report();
                    });
        }
        assertThat(phase()).isNull();
    }

    @Test
    @Tag("R5")
    void aHostThatDiesInTheSwitchIsReplacedInItSoThatTheOthersNeedNotWaitForIt() {
        submit(2);
        rebalance(3, Map.of());
        goOnUntil(ChangePhase.SWITCHING);
        Placement switching = placement();
        String lost = switching.assignment().workers().get(0).supervisorId();
        cluster.hosts.stream().filter(host -> host.record.id().equals(lost)).forEach(Host::vanish);
        passes(SteppedNimbus.HOST_TIMEOUT);

        Placement relocated = placement();
        assertThat(relocated.assignment().version())
                .as("the same switch")
                .isEqualTo(switching.assignment().version());
        assertThat(relocated.assignment().executors())
                .isEqualTo(switching.assignment().executors());
        assertThat(relocated.previous()).isNotNull();
        for (WorkerSlot before : switching.workers()) {
            WorkerSlot now = relocated.workers().stream()
                    .filter(slot -> slot.index() == before.index())
                    .findFirst()
                    .orElseThrow();
            if (before.supervisorId().equals(lost)) {
                assertThat(now.lease()).as("everybody hears of its death").isEqualTo(switching.nextVersion());
            } else {
                assertThat(now).isEqualTo(before);
            }
        }
        assertThat(relocated.workers())
                .filteredOn(slot -> relocated.assignment().workers().contains(slot))
                .extracting(WorkerSlot::supervisorId)
                .doesNotContain(lost);
        passes(SteppedNimbus.HOST_TIMEOUT.multipliedBy(3));
        assertThat(placement()).as("once is enough").isEqualTo(relocated);
        goOnWithoutLost(lost);
        assertThat(phase()).isNull();
        assertThat(rebalance(2, Map.of()).toVersion()).as("above every lease").isGreaterThan(switching.nextVersion());
    }

    @Test
    @Tag("R5")
    void anEmptiedWorkerWhoseHostDiesInTheSwitchGetsANextLifeToSayWhatIsGone() {
        submit(2);
        rebalance(1, Map.of());
        goOnUntil(ChangePhase.SWITCHING);
        Placement switching = placement();
        WorkerSlot emptied = emptied(switching);
        hostNamed(emptied.supervisorId()).vanish();
        passes(SteppedNimbus.HOST_TIMEOUT);
        assertThat(placement().assignment()).isEqualTo(switching.assignment());
        WorkerSlot next = emptied(placement());
        assertThat(next.index()).isEqualTo(emptied.index());
        assertThat(next.lease()).isEqualTo(switching.nextVersion());
        assertThat(next.supervisorId()).isNotEqualTo(emptied.supervisorId());
        goOnWithoutLost(emptied.supervisorId());
        assertThat(phase()).isNull();
    }

    @Test
    @Tag("R5")
    void aHostThatDiesInTheSwitchWhileNoSlotIsFreeIsDeclaredDeadOnceAndReplacedWhenThereIsOne() {
        submit(6);
        rebalance(5, Map.of());
        goOnUntil(ChangePhase.SWITCHING);
        Placement switching = placement();
        WorkerSlot lost = switching.assignment().workers().stream()
                .filter(slot -> slot.supervisorId().equals("host0"))
                .findFirst()
                .orElseThrow();
        hostNamed("host0").vanish();
        passes(SteppedNimbus.HOST_TIMEOUT);
        Placement declared = placement();
        assertThat(slot(declared, lost.index()))
                .isEqualTo(new WorkerSlot(
                        lost.index(), lost.supervisorId(), lost.host(), lost.port(), switching.nextVersion()));
        passes(SteppedNimbus.HOST_TIMEOUT);
        assertThat(placement()).as("once is enough").isEqualTo(declared);
        cluster.join("host3", 3);
        passes(Duration.ofSeconds(1));
        assertThat(slot(placement(), lost.index()).supervisorId()).isEqualTo("host3");
    }

    private static WorkerSlot slot(Placement placement, int index) {
        return placement.assignment().workers().stream()
                .filter(slot -> slot.index() == index)
                .findFirst()
                .orElseThrow();
    }

    private static WorkerSlot emptied(Placement switching) {
        return switching.workers().stream()
                .filter(slot -> !switching.assignment().workers().contains(slot))
                .findFirst()
                .orElseThrow();
    }

    private Host hostNamed(String id) {
        return cluster.hosts.stream()
                .filter(host -> host.record.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("R5")
    void aSwitchThatTakesLongSaysWhomItWaitsForAndWhatKeepsThem() {
        submit(1);
        rebalance(2, Map.of());
        goOnUntil(ChangePhase.SWITCHING);
        Worker late = workers().findFirst().orElseThrow();
        late.awaited = List.of("count [2, 3] has not finished what it has, to hand its tasks over");
        late.calls = List.of(new BusyCall(
                new ExecutorTasks("count", List.of(2, 3)), 2, "execute", "com.acme.Foo.bar(Foo.java:12)", 12_000, ""));
        hostOf(late).report();

        assertThat(progress(2).phase())
                .contains("SWITCHING", "worker 0", "count [2, 3]", "execute has not returned for 12 s", "Foo.java:12");
        assertThatThrownBy(() -> rebalance(1, Map.of())).hasMessageContaining("count [2, 3]");
        assertThat(cluster.leader.<String>ask(leader -> leader.view("words").change()))
                .contains("count [2, 3]");
        late.awaited = List.of();
        late.calls = List.of();
        goOnUntil(null);
        assertThat(cluster.leader.<String>ask(leader -> leader.view("words").change()))
                .isEmpty();
    }

    private void passes(Duration time) {
        for (long second = 0; second <= time.toSeconds(); second++) {
            cluster.leader.advance(1_000);
        }
    }

    private void goOnWithoutLost(String lost) {
        for (int i = 0; i < 5; i++) {
            cluster.hosts.stream()
                    .filter(host -> !host.record.id().equals(lost))
                    .forEach(host -> {
                        host.follow(placement());
                        host.workers().forEach(worker -> worker.goOn(placement()));
                        host.report();
                    });
        }
    }

    @Test
    @Tag("R2")
    void withAWaitSpoutsPauseUntilNothingIsPending() {
        submit(1);
        ask(request("r", 2, Map.of(), Duration.ofSeconds(20)));
        goOnUntil(ChangePhase.PAUSING);
        assertThat(workers().map(worker -> worker.report(0).statusApplied())).doesNotContain("REBALANCING");
        goOnUntil(ChangePhase.SWITCHING);
        assertThat(workers()
                        .filter(worker -> worker.slot.index() == 0)
                        .map(worker -> worker.report(0).statusApplied()))
                .containsExactly("REBALANCING");
        goOnUntil(null);
    }

    @Test
    @Tag("R2")
    void aWaitEndsAfterItsTimeAlsoUnderANewLeader() {
        submit(1);
        ask(request("r", 2, Map.of(), Duration.ofSeconds(20)));
        goOnUntil(ChangePhase.PAUSING);
        cluster.leaderDies();
        cluster.hosts.forEach(Host::report);
        cluster.leader.advance(19_000);
        assertThat(phase()).isEqualTo(ChangePhase.PAUSING);
        cluster.leader.advance(1_001);
        assertThat(phase()).isEqualTo(ChangePhase.SWITCHING);
    }

    @Test
    @Tag("R2")
    void withoutAWaitSpoutsAreNeverPaused() {
        submit(1);
        rebalance(2, Map.of("count", 2));
        goOnUntil(ChangePhase.SWITCHING);
        goOnUntil(null);
        assertThat(workers().map(worker -> worker.report(0).statusApplied())).containsOnly("ACTIVE");
    }

    @ParameterizedTest
    @EnumSource(
            value = ChangePhase.class,
            names = {"PREPARING", "PAUSING", "SWITCHING"})
    @Tag("R5")
    void aKillEndsARebalanceInAnyPhase(ChangePhase when) {
        submit(1);
        ask(request("r", 2, Map.of(), when == ChangePhase.PAUSING ? Duration.ofSeconds(9) : null));
        goOnUntil(when);

        cluster.leader.change("words", LifecycleAction.KILL, Duration.ZERO);
        cluster.leader.advance(20_000);
        for (int i = 0; i < 3; i++) {
            cluster.hosts.forEach(host -> state(host));
            cluster.leader.advance(20_000);
        }
        assertThat(cluster.state.topologyIds()).isEmpty();
    }

    private void state(Host host) {
        cluster.state.placement(id).ifPresent(host::follow);
        host.report();
    }

    private long workersOn(String supervisorId) {
        return placement().assignment().workers().stream()
                .filter(worker -> worker.supervisorId().equals(supervisorId))
                .count();
    }

    private void goOnUntilLeft(String supervisorId) {
        for (int i = 0;
                i < PATIENCE && (workersOn(supervisorId) > 0 || placement().isChanging());
                i++) {
            cluster.everybodyGoesOn(id);
        }
        assertThat(workersOn(supervisorId)).isZero();
    }

    @Test
    void aDrainedSupervisorIsLeftAndGetsNothingUntilItIsUsedAgainAlsoUnderANewLeader() {
        submit(2);
        assertThat(cluster.leader
                        .<DrainReport>ask(leader -> leader.drain("host0"))
                        .left())
                .extracting(DrainReport.Left::topology)
                .containsExactly("words");
        cluster.leaderDies();
        cluster.hosts.forEach(Host::report);
        goOnUntilLeft("host0");
        cluster.everybodyGoesOn(id);
        cluster.everybodyGoesOn(id);
        assertThat(cluster.leader
                        .<DrainReport>ask(leader -> leader.drainProgress("host0"))
                        .left())
                .isEmpty();

        rebalance(3, Map.of());
        goOnUntil(null);
        assertThat(workersOn("host0")).isZero();
        assertThatThrownBy(() -> rebalance(4, Map.of())).hasMessageContaining("there are 3");
        cluster.leader.<DrainReport>ask(leader -> leader.undrain("127.0.0.1"));
        rebalance(null, Map.of());
        goOnUntil(null);
        assertThat(workersOn("host0")).isEqualTo(1);
    }

    @Test
    void aDrainThatHasNowhereToGoSaysSoAndIsDoneOnceThereIs() {
        submit(2);
        cluster.hosts.get(1).vanish();
        cluster.leader.<DrainReport>ask(leader -> leader.drain("host0"));
        assertThat(cluster.leader
                        .<DrainReport>ask(leader -> leader.drainProgress("host0"))
                        .left())
                .extracting(DrainReport.Left::why)
                .singleElement()
                .asString()
                .isNotEmpty();
        cluster.hosts.get(1).comeBack();
        cluster.leader.advance(5_000);
        goOnUntilLeft("host0");
    }

    @Test
    void aHostThatIsNotThereCannotBeDrained() {
        assertThatThrownBy(() -> cluster.leader.<DrainReport>ask(leader -> leader.drain("nowhere")))
                .isInstanceOfSatisfying(ServiceException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(SubmitException.Code.NOT_FOUND);
                    assertThat(refused.hint()).contains("host0", "host1");
                });
    }

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(25);
    }

    @AfterAll
    static void theSeededRunsSawEveryPhase() {
        if (!PHASES_SEEN.isEmpty()) {
            assertThat(PHASES_SEEN).containsExactly("ABORTED", "PAUSING", "PREPARING", "SWITCHING", "null");
        }
    }

    /** Whatever happens, each proposed assignment comes into force once or never, and at the end nothing changes. */
    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("R5")
    void withDeathsAndLostReportsEveryRebalanceEndsDoneOrRolledBack(long seed) {
        Random random = new Random(seed);
        submit(1 + random.nextInt(3));
        List<SupervisorReport> late = new ArrayList<>();
        Placement last = placement();
        for (int i = 0; i < 250; i++) {
            oneStep(random, late);
            checkStep(last, placement(), seed);
            last = placement();
            PHASES_SEEN.add(String.valueOf(phase()));
        }
        cluster.hosts.forEach(Host::relaunchLost);
        for (int i = 0; i < PATIENCE && placement().isChanging(); i++) {
            cluster.everybodyGoesOn(id);
            checkStep(last, placement(), seed);
            last = placement();
        }
        assertThat(placement().isChanging())
                .as("seed %d: %s", seed, placement())
                .isFalse();
        assertThat(shown()).as("seed %d", seed).isEqualTo(TopologyStatus.ACTIVE);
    }

    private void oneStep(Random random, List<SupervisorReport> late) {
        Host host = cluster.hosts.get(random.nextInt(cluster.hosts.size()));
        List<Worker> workers = host.workers();
        @Nullable Worker worker = workers.isEmpty() ? null : workers.get(random.nextInt(workers.size()));
        int what = random.nextInt(100);
        if (what < 30) {
            host.follow(placement());
            if (worker != null) {
                worker.goOn(placement());
            }
        } else if (what < 60) {
            host.report();
        } else if (what < 65) {
            late.add(host.newReport());
        } else if (what < 70 && !late.isEmpty()) {
            SupervisorReport old = late.remove(0);
            cluster.hosts.stream()
                    .filter(each -> each.record.equals(old.supervisor()))
                    .forEach(each -> each.send(old));
        } else if (what < 73 && worker != null) {
            host.dies(worker, random.nextBoolean());
        } else if (what < 78) {
            host.relaunchLost();
        } else if (what < 80) {
            cluster.leaderDies();
        } else if (what < 82) {
            cluster.leader.clusterState.fault(FaultyClusterState.Fault.ANSWERS_LOST);
            host.report();
            cluster.leader.clusterState.fault(FaultyClusterState.Fault.NONE);
            cluster.leader.advance(1_000);
        } else if (what < 92) {
            cluster.leader.advance(random.nextInt(3_000));
        } else if (!placement().isChanging()) {
            ask(random);
        }
    }

    private void ask(Random random) {
        try {
            Duration pause = random.nextBoolean() ? Duration.ofMillis(random.nextInt(3_000)) : null;
            Map<String, Integer> executors = random.nextBoolean() ? Map.of("count", 1 + random.nextInt(4)) : Map.of();
            ask(request("request-" + ++requests, 1 + random.nextInt(3), executors, pause));
        } catch (ServiceException refused) {
            assertThat(refused.hint()).as(refused.getMessage()).isNotNull();
        }
    }

    private void checkStep(Placement before, Placement after, long seed) {
        String about = "seed " + seed + ": " + before + " -> " + after;
        assertThat(after.nextVersion()).as(about).isGreaterThanOrEqualTo(before.nextVersion());
        if (!after.assignment().equals(before.assignment())) {
            assertThat(after.assignment()).as(about).isEqualTo(before.next());
            assertThat(after.previous()).as(about).isEqualTo(before.assignment());
        }
        if (before.previous() != null && !after.equals(before)) {
            assertThat(after).as(about).isEqualTo(before.settled());
        }
        List<Integer> tasks = after.assignment().executors().stream()
                .map(ExecutorAssignment::executor)
                .flatMap(executor -> executor.tasks().stream())
                .toList();
        assertThat(tasks).as(about).hasSize(6).doesNotHaveDuplicates();
    }
}
