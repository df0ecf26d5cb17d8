package dev.vendaval.protocol.state;

/** How far the change of an assignment is. */
public enum ChangePhase {
    /** The present assignment is in force; workers make what the next one needs. May be rolled back. */
    PREPARING,
    /** As PREPARING, all is ready, and spouts are paused until nothing is pending or the time for it is over. */
    PAUSING,
    /** The next assignment is in force; tuples of the previous one are drained and handed over. Goes forward only. */
    SWITCHING,
    /** Rolled back: the next assignment never came into force and its version is never used again. */
    ABORTED
}
