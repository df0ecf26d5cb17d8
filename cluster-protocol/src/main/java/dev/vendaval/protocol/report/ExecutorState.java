package dev.vendaval.protocol.report;

/** How far an executor is. */
public enum ExecutorState {
    /** Its components are being opened or prepared. */
    STARTING,
    /** Processing. */
    RUNNING,
    /** Its components threw in open or prepare; it is tried again after a back-off. */
    FAILED
}
