package dev.vendaval.nimbus.rebalance;

/**
 * A decision of {@link RebalanceMachine}: do the effect, and if it succeeds go on with {@code rebalance}.
 *
 * @param rebalance the rebalance once the effect is done
 * @param effect what to do now
 * @param reason why, a sentence
 */
public record RebalanceStep(Rebalance rebalance, Effect effect, String reason) {
    /** What a decision asks for. */
    public enum Effect {
        /** Nothing until a report arrives or the rebalance is due. */
        WAIT,
        /** Ask all supervisors of the topology for reports with the id {@link Rebalance#round()}. */
        ASK_REPORTS,
        /** Write that spouts pause. */
        PAUSE,
        /** Write the commit: the next assignment is in force. */
        COMMIT,
        /** Write that nothing changes any more. */
        SETTLE,
        /** Write that the next assignment never came into force. */
        ROLL_BACK
    }
}
