package dev.vendaval.nimbus.lifecycle;

import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.state.TopologyStatus;
import java.time.Duration;
import java.util.Set;

/**
 * How a kill goes on. Pure: decisions depend on the kill, the facts and the time given.
 *
 * <pre>
 *            drained, or the wait is over           no worker is left, or their time is over
 *   DRAINING ----------------------------> STOPPING ---------------------------------------> removed
 * </pre>
 *
 * Drained means: in two rounds of reports in a row, each asked for after the one before was complete, no worker of the
 * topology had anything under way, and every one had applied KILLED. One quiet round proves little: a tuple may have
 * been between two workers whose reports were made at different times.
 */
public final class KillMachine {
    /** Rounds of reports in a row that must be quiet. */
    static final int CLEAN_ROUNDS = 2;
    /** Between a round that was not quiet and the next. */
    static final long ROUND_INTERVAL_MS = 50;
    /** After this a round is asked for again: the question may have been lost with its conversation. */
    static final long ROUND_TIMEOUT_MS = 1_000;
    /** Given to supervisors beyond the topology's clean-up time-out to end its workers and say so. */
    public static final Duration STOP_MARGIN = Duration.ofSeconds(10);

    private static final long STOP_CHECK_INTERVAL_MS = 1_000;

    private KillMachine() {}

    /** A kill of a topology whose assignment has workers, on these supervisors. */
    public static Kill drain(Set<String> supervisors, Duration wait, long nowMs) {
        return Kill.draining(supervisors, nowMs, nowMs + wait.toMillis());
    }

    /** A kill of a topology whose assignment has no workers; these supervisors may still have some. */
    public static Kill stop(Set<String> supervisors, Duration cleanupTimeout, long nowMs) {
        return Kill.stopping(supervisors, nowMs, stopDeadline(cleanupTimeout, nowMs));
    }

    /** A repeated kill: the deadline is set anew while it drains; workers that are stopping are not held up. */
    public static Kill repeated(Kill kill, Duration wait, long nowMs) {
        return kill.phase() == KillPhase.STOPPING ? kill : drain(kill.supervisors(), wait, nowMs);
    }

    /** The next decision; to be asked for after each report and when the kill is due. */
    public static KillStep next(Kill kill, KillFacts facts, Duration cleanupTimeout, long nowMs) {
        return switch (kill.phase()) {
            case DRAINING -> nextOfDraining(kill, facts, cleanupTimeout, nowMs);
            case STOPPING -> nextOfStopping(kill, facts, nowMs);
        };
    }

    private static KillStep nextOfDraining(Kill kill, KillFacts facts, Duration cleanupTimeout, long nowMs) {
        if (nowMs >= kill.deadlineMs()) {
            return stopWorkers(kill, cleanupTimeout, nowMs, "the wait is over");
        }
        if (kill.round() == 0) {
            return nowMs >= kill.dueAtMs() ? ask(kill, 0, facts, nowMs) : waitFor(kill, "between two rounds");
        }
        if (!round(kill, facts).isAnswered()) {
            return nowMs >= kill.dueAtMs() ? askAgain(kill, nowMs) : waitFor(kill, "reports are awaited");
        }
        if (!round(kill, facts).isQuiet()) {
            return waitFor(kill.resting(nowMs + ROUND_INTERVAL_MS), "tuples are under way");
        }
        int cleanRounds = kill.cleanRounds() + 1;
        return cleanRounds >= CLEAN_ROUNDS
                ? stopWorkers(kill, cleanupTimeout, nowMs, "it has drained")
                : ask(kill, cleanRounds, facts, nowMs);
    }

    private static KillStep nextOfStopping(Kill kill, KillFacts facts, long nowMs) {
        if (areWorkersGone(kill, facts)) {
            return new KillStep(kill, KillStep.Effect.REMOVE, "all its workers have ended");
        }
        if (nowMs >= kill.deadlineMs()) {
            return new KillStep(kill, KillStep.Effect.REMOVE, "the time for its workers is over");
        }
        return waitFor(kill.due(nowMs + STOP_CHECK_INTERVAL_MS), "its workers are ending");
    }

    private static KillStep ask(Kill kill, int cleanRounds, KillFacts facts, long nowMs) {
        Kill asked = kill.asked(facts.nextReportId(), cleanRounds, nowMs + ROUND_TIMEOUT_MS);
        return new KillStep(asked, KillStep.Effect.ASK_REPORTS, "to see whether it has drained");
    }

    /** The same round again: a worker that is slow to answer must not be overtaken by newer rounds for ever. */
    private static KillStep askAgain(Kill kill, long nowMs) {
        Kill asked = kill.asked(kill.round(), kill.cleanRounds(), nowMs + ROUND_TIMEOUT_MS);
        return new KillStep(asked, KillStep.Effect.ASK_REPORTS, "a round is not answered");
    }

    private static KillStep stopWorkers(Kill kill, Duration cleanupTimeout, long nowMs, String reason) {
        Kill stopping = Kill.stopping(kill.supervisors(), nowMs, stopDeadline(cleanupTimeout, nowMs));
        return new KillStep(stopping, KillStep.Effect.STOP_WORKERS, reason);
    }

    private static KillStep waitFor(Kill kill, String reason) {
        return new KillStep(kill, KillStep.Effect.WAIT, reason);
    }

    private static long stopDeadline(Duration cleanupTimeout, long nowMs) {
        return nowMs + cleanupTimeout.plus(STOP_MARGIN).toMillis();
    }

    private static DrainRound round(Kill kill, KillFacts facts) {
        return new DrainRound(
                facts.topologyId(),
                kill.supervisors(),
                facts.registered(),
                facts.reports(),
                kill.round(),
                Set.of(TopologyStatus.KILLED));
    }

    private static boolean areWorkersGone(Kill kill, KillFacts facts) {
        return kill.supervisors().stream().filter(facts.registered()::contains).allMatch(id -> {
            SupervisorReport report = facts.reports().get(id);
            return report != null
                    && report.workers().stream()
                            .noneMatch(worker -> worker.topologyId().equals(facts.topologyId()));
        });
    }
}
