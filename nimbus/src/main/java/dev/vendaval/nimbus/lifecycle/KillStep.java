package dev.vendaval.nimbus.lifecycle;

/**
 * A decision of {@link KillMachine}: do the effect, and if it succeeds go on with {@code kill}.
 *
 * @param kill the kill once the effect is done
 * @param effect what to do now
 * @param reason why, for the log
 */
public record KillStep(Kill kill, Effect effect, String reason) {
    /** What a decision asks for. */
    public enum Effect {
        /** Nothing until a report arrives or the kill is due. */
        WAIT,
        /** Ask the kill's supervisors for reports with the id {@link Kill#round()}. */
        ASK_REPORTS,
        /** Write an assignment without workers. */
        STOP_WORKERS,
        /** Remove the topology from the cluster state; its name is free then. */
        REMOVE
    }
}
