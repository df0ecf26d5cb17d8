package dev.vendaval.protocol.report;

/** How far a worker is. */
public enum WorkerState {
    /** Launched; not all of its executors are ready. */
    STARTING,
    /** All executors are ready. */
    RUNNING,
    /** Its process is gone or silent and not yet replaced. */
    LOST
}
