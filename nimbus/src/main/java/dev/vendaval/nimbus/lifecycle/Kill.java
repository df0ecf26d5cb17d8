package dev.vendaval.nimbus.lifecycle;

import java.util.Set;

/**
 * The course of one topology's kill; monotonic milliseconds throughout.
 *
 * @param phase how far it is
 * @param deadlineMs when the phase ends whatever the workers say
 * @param supervisors those that have, or may have, workers of the topology
 * @param round the report id that was asked for and not yet answered by all, or 0
 * @param dueAtMs when {@link KillMachine#next} must be called at the latest
 * @param cleanRounds rounds of reports in a row with nothing under way
 */
public record Kill(
        KillPhase phase, long deadlineMs, Set<String> supervisors, long round, long dueAtMs, int cleanRounds) {
    public Kill {
        supervisors = Set.copyOf(supervisors);
    }

    static Kill draining(Set<String> supervisors, long nowMs, long deadlineMs) {
        return new Kill(KillPhase.DRAINING, deadlineMs, supervisors, 0, nowMs, 0);
    }

    static Kill stopping(Set<String> supervisors, long nowMs, long deadlineMs) {
        return new Kill(KillPhase.STOPPING, deadlineMs, supervisors, 0, nowMs, 0);
    }

    Kill asked(long reportId, int cleanRoundsBefore, long dueMs) {
        return new Kill(phase, deadlineMs, supervisors, reportId, Math.min(dueMs, deadlineMs), cleanRoundsBefore);
    }

    Kill resting(long dueMs) {
        return new Kill(phase, deadlineMs, supervisors, 0, Math.min(dueMs, deadlineMs), 0);
    }

    Kill due(long dueMs) {
        return new Kill(phase, deadlineMs, supervisors, round, Math.min(dueMs, deadlineMs), cleanRounds);
    }
}
