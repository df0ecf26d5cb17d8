package dev.vendaval.nimbus.rebalance;

import java.util.HashMap;
import java.util.Map;

/**
 * The course of one rebalance as this leader has seen it; monotonic milliseconds. How far it is says the placement,
 * which is kept; this is not: a new leader begins with one made from the placement.
 *
 * @param plan what changes
 * @param beganAtMs when it began, or when this leader found it
 * @param deadlineMs when preparing, or the pause, ends whatever the workers say
 * @param dueAtMs when {@link RebalanceMachine#next} must be called at the latest
 * @param round the report id that was asked for while spouts pause, 0 if none is under way
 * @param cleanRounds rounds of reports in a row with nothing under way
 * @param launches the launch counts that were seen, by worker index: a higher one is a death
 * @param waitsFor what is not there yet, a sentence for whoever waits
 */
public record Rebalance(
        RebalancePlan plan,
        long beganAtMs,
        long deadlineMs,
        long dueAtMs,
        long round,
        int cleanRounds,
        Map<Integer, Long> launches,
        String waitsFor) {
    public Rebalance {
        launches = Map.copyOf(launches);
    }

    static Rebalance begun(RebalancePlan plan, long nowMs, long deadlineMs) {
        return new Rebalance(plan, nowMs, deadlineMs, nowMs, 0, 0, Map.of(), "");
    }

    Rebalance pausing(long nowMs, long pauseDeadlineMs) {
        return new Rebalance(plan, beganAtMs, pauseDeadlineMs, nowMs, 0, 0, launches, waitsFor);
    }

    Rebalance asked(long reportId, int cleanRoundsBefore, long dueMs) {
        return new Rebalance(
                plan,
                beganAtMs,
                deadlineMs,
                Math.min(dueMs, deadlineMs),
                reportId,
                cleanRoundsBefore,
                launches,
                waitsFor);
    }

    /** No round is under way; the next may be asked for when this is due. */
    Rebalance resting(long dueMs) {
        return asked(0, 0, dueMs);
    }

    Rebalance due(long dueMs) {
        return new Rebalance(plan, beganAtMs, deadlineMs, dueMs, round, cleanRounds, launches, waitsFor);
    }

    Rebalance waitingFor(String what) {
        return new Rebalance(plan, beganAtMs, deadlineMs, dueAtMs, round, cleanRounds, launches, what);
    }

    Rebalance sawLaunch(int workerIndex, long launchCount) {
        Map<Integer, Long> seen = new HashMap<>(launches);
        seen.merge(workerIndex, launchCount, Math::max);
        return new Rebalance(plan, beganAtMs, deadlineMs, dueAtMs, round, cleanRounds, seen, waitsFor);
    }
}
