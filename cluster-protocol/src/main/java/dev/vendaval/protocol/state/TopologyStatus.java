package dev.vendaval.protocol.state;

/** What a topology is meant to do. */
public enum TopologyStatus {
    /** Spouts are asked for tuples. */
    ACTIVE,
    /** Spouts are not asked for tuples; bolts, acks and fails go on. */
    INACTIVE,
    /** A new assignment is being switched to. */
    REBALANCING,
    /** Spouts have stopped; it drains, is cleaned up and then gone. */
    KILLED
}
