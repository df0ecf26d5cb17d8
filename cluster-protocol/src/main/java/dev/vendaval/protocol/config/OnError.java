package dev.vendaval.protocol.config;

/** What an exception of user code ends. */
public enum OnError {
    /** The component, which is re-created from its definition. */
    RESTART,
    /** The worker process. */
    WORKER
}
