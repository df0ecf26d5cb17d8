package dev.vendaval.protocol.config;

/** What it takes to give a key of a topology another value while it runs. */
public enum KeyChange {
    /** The runtime's own, read whenever it matters: executors go on as they are. */
    LIVE,

    /** The user's: components may have read it when they were prepared or opened, so that they are re-created. */
    RECREATES,

    /** The runtime's own, settled when the topology or its workers begin. */
    FIXED
}
