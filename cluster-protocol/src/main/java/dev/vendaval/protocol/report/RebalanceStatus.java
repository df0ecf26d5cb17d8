package dev.vendaval.protocol.report;

/** How a rebalance stands. */
public enum RebalanceStatus {
    /** Only planned: nothing is changed. */
    PLANNED,
    /** There was nothing to change. */
    NO_CHANGE,
    /** Under way. */
    RUNNING,
    /** The next assignment is in force and everything has settled. */
    DONE,
    /** Nothing has changed: it could not be prepared. */
    ROLLED_BACK
}
