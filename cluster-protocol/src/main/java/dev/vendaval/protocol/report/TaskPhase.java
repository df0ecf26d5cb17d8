package dev.vendaval.protocol.report;

/** How far a task's component is. */
public enum TaskPhase {
    /** Its open or prepare has not returned yet. */
    MAKING,
    /** It is open or prepared. */
    RUNNING,
    /** It threw; a new instance comes when its wait is over. */
    REMAKING,
    /** Nothing is called any more. */
    ENDED
}
