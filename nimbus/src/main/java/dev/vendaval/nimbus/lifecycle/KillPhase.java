package dev.vendaval.nimbus.lifecycle;

/** How far a kill is. */
public enum KillPhase {
    /** Spouts have stopped or are about to; what is under way may finish until the wait is over. */
    DRAINING,
    /** The assignment has no workers any more; those that there were fail what is pending, clean up and end. */
    STOPPING
}
