package dev.vendaval.nimbus.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.nimbus.lifecycle.KillStep.Effect;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("I7")
class KillMachineTest {
    private static final String TOPOLOGY = "words-1";
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration CLEANUP = Duration.ofSeconds(3);
    private static final SupervisorRecord A = Reports.supervisor("a", 1);
    private static final SupervisorRecord B = Reports.supervisor("b", 2);

    private final Set<String> registered = new TreeSet<>(Set.of("a", "b"));
    private final Map<String, SupervisorReport> reports = new HashMap<>();
    private long reportIds = 100;
    private long now = 10_000;
    private Kill kill = KillMachine.drain(Set.of("a", "b"), WAIT, now);

    @Test
    void twoQuietRoundsInARowMeanDrained() {
        assertThat(next()).isEqualTo(Effect.ASK_REPORTS);
        answerQuietly();
        assertThat(next()).isEqualTo(Effect.ASK_REPORTS);
        assertThat(next()).isEqualTo(Effect.WAIT);
        answerQuietly();
        assertThat(next()).isEqualTo(Effect.STOP_WORKERS);
        assertThat(kill.phase()).isEqualTo(KillPhase.STOPPING);
    }

    @Test
    void aRoundIsCompleteOnlyWhenEverySupervisorHasAnsweredIt() {
        next();
        reports.put("a", Reports.of(A, reportIds, idle(1)));
        reports.put("b", Reports.of(B, reportIds - 1, idle(2)));
        assertThat(next()).isEqualTo(Effect.WAIT);
        assertThat(kill.round()).isEqualTo(reportIds);
    }

    @Test
    void periodicReportsDoNotCount() {
        next();
        reports.put("a", Reports.of(A, 0, idle(1)));
        reports.put("b", Reports.of(B, 0, idle(2)));
        assertThat(next()).isEqualTo(Effect.WAIT);
    }

    @Test
    void tuplesUnderWayStartTheCountAnew() {
        next();
        answerQuietly();
        next();
        reports.put("a", Reports.of(A, reportIds, Reports.busy(TOPOLOGY, 1, TopologyStatus.KILLED)));
        reports.put("b", Reports.of(B, reportIds, idle(2)));
        assertThat(next()).isEqualTo(Effect.WAIT);
        now = kill.dueAtMs();
        assertThat(next()).isEqualTo(Effect.ASK_REPORTS);
        answerQuietly();
        assertThat(next()).isEqualTo(Effect.ASK_REPORTS);
        answerQuietly();
        assertThat(next()).isEqualTo(Effect.STOP_WORKERS);
    }

    @Test
    void aWorkerWhoseSpoutsHaveNotStoppedYetIsNotDrained() {
        next();
        reports.put("a", Reports.of(A, reportIds, Reports.idle(TOPOLOGY, 1, TopologyStatus.ACTIVE)));
        reports.put("b", Reports.of(B, reportIds, idle(2)));
        next();
        assertThat(kill.cleanRounds()).isZero();
    }

    @Test
    void aWorkerThatHasAdoptedNothingYetHoldsNothingUp() {
        WorkerReport starting = Reports.starting(TOPOLOGY, 1);
        for (int round = 0; round < KillMachine.CLEAN_ROUNDS; round++) {
            assertThat(next()).isEqualTo(Effect.ASK_REPORTS);
            reports.put("a", Reports.of(A, reportIds, starting));
            reports.put("b", Reports.of(B, reportIds));
        }
        assertThat(next()).isEqualTo(Effect.STOP_WORKERS);
    }

    @Test
    void workersOfOtherTopologiesDoNotMatter() {
        for (int round = 0; round < KillMachine.CLEAN_ROUNDS; round++) {
            next();
            reports.put("a", Reports.of(A, reportIds, idle(1), Reports.busy("other-1", 3, TopologyStatus.ACTIVE)));
            reports.put("b", Reports.of(B, reportIds, idle(2)));
        }
        assertThat(next()).isEqualTo(Effect.STOP_WORKERS);
    }

    @Test
    void anUnansweredRoundIsAskedForAgainAndALateAnswerCounts() {
        next();
        long round = kill.round();
        assertThat(next()).isEqualTo(Effect.WAIT);
        now += KillMachine.ROUND_TIMEOUT_MS;
        assertThat(next()).isEqualTo(Effect.ASK_REPORTS);
        assertThat(kill.round()).isEqualTo(round);
        reports.put("a", Reports.of(A, round, idle(1)));
        reports.put("b", Reports.of(B, round, idle(2)));
        next();
        assertThat(kill.cleanRounds()).isEqualTo(1);
    }

    @Test
    void workersOfOtherTopologiesThatDoNotAnswerHoldNothingUp() {
        for (int round = 0; round < KillMachine.CLEAN_ROUNDS; round++) {
            assertThat(next()).isEqualTo(Effect.ASK_REPORTS);
            WorkerReport blocked = Reports.idle("other-1", 3, TopologyStatus.ACTIVE);
            reports.put("a", Reports.of(A, 0, Reports.answering(idle(1), reportIds), blocked));
            reports.put("b", Reports.of(B, 0, Reports.answering(idle(2), reportIds)));
        }
        assertThat(next()).isEqualTo(Effect.STOP_WORKERS);
    }

    @Test
    void theWaitEndsTheDrainWhateverIsUnderWay() {
        next();
        now += WAIT.toMillis() - 1;
        next();
        assertThat(kill.phase()).isEqualTo(KillPhase.DRAINING);
        assertThat(kill.dueAtMs()).isEqualTo(kill.deadlineMs());
        now += 1;
        assertThat(next()).isEqualTo(Effect.STOP_WORKERS);
    }

    @Test
    void noWaitStopsTheWorkersAtOnce() {
        kill = KillMachine.drain(Set.of("a"), Duration.ZERO, now);
        assertThat(next()).isEqualTo(Effect.STOP_WORKERS);
    }

    @Test
    void aRepeatedKillSetsTheDeadlineAnewButDoesNotHoldUpWorkersThatStop() {
        now += 20_000;
        Kill longer = KillMachine.repeated(kill, WAIT, now);
        assertThat(longer.deadlineMs()).isEqualTo(now + WAIT.toMillis());
        Kill shorter = KillMachine.repeated(longer, Duration.ZERO, now);
        assertThat(shorter.deadlineMs()).isEqualTo(now);
        Kill stopping = KillMachine.stop(Set.of("a"), CLEANUP, now);
        assertThat(KillMachine.repeated(stopping, WAIT, now + 1)).isEqualTo(stopping);
    }

    @Test
    void theTopologyIsRemovedWhenNoSupervisorShowsAWorkerOfIt() {
        kill = KillMachine.stop(Set.of("a", "b"), CLEANUP, now);
        reports.put("a", Reports.of(A, 0, idle(1)));
        assertThat(next()).as("a has one, b is not heard of").isEqualTo(Effect.WAIT);
        reports.put("a", Reports.of(A, 0));
        assertThat(next()).as("b is not heard of").isEqualTo(Effect.WAIT);
        reports.put("b", Reports.of(B, 0, Reports.idle("other-1", 2, TopologyStatus.ACTIVE)));
        assertThat(next()).isEqualTo(Effect.REMOVE);
    }

    @Test
    void aSupervisorThatIsGoneIsNotWaitedFor() {
        kill = KillMachine.stop(Set.of("a", "b"), CLEANUP, now);
        reports.put("a", Reports.of(A, 0));
        reports.put("b", Reports.of(B, 0, idle(2)));
        registered.remove("b");
        assertThat(next()).isEqualTo(Effect.REMOVE);
    }

    @Test
    void workersThatDoNotEndHoldTheNameOnlyForABoundedTime() {
        kill = KillMachine.stop(Set.of("a"), CLEANUP, now);
        reports.put("a", Reports.of(A, 0, idle(1)));
        now += CLEANUP.plus(KillMachine.STOP_MARGIN).toMillis() - 1;
        assertThat(next()).isEqualTo(Effect.WAIT);
        now += 1;
        assertThat(next()).isEqualTo(Effect.REMOVE);
    }

    @Test
    void aTopologyThatNeverHadWorkersIsRemovedAtOnce() {
        kill = KillMachine.stop(Set.of(), CLEANUP, now);
        assertThat(next()).isEqualTo(Effect.REMOVE);
    }

    private Effect next() {
        KillFacts facts = new KillFacts(TOPOLOGY, registered, reports, reportIds + 1);
        KillStep step = KillMachine.next(kill, facts, CLEANUP, now);
        kill = step.kill();
        reportIds = Math.max(reportIds, kill.round());
        return step.effect();
    }

    private void answerQuietly() {
        reports.put("a", Reports.of(A, reportIds, idle(1)));
        reports.put("b", Reports.of(B, reportIds, idle(2)));
    }

    private static WorkerReport idle(int port) {
        return Reports.idle(TOPOLOGY, port, TopologyStatus.KILLED);
    }
}
