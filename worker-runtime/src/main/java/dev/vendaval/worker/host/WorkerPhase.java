package dev.vendaval.worker.host;

/** How far a worker is. */
enum WorkerPhase {
    /** It has said hello and does not know what to run. */
    UNDEFINED,
    /** It knows the topology, but not its own part of it. */
    DEFINED,
    /** Hooks start, components are opened and prepared. */
    STARTING,
    /** All executors have been ready once. */
    RUNNING,
    /** Pending trees fail, components are cleaned up. */
    STOPPING,
    /** No thread is left but the last one, which says so. */
    ENDED;

    boolean mayBecome(WorkerPhase next) {
        return switch (this) {
            case UNDEFINED -> next == DEFINED || next == STOPPING;
            case DEFINED -> next == STARTING || next == STOPPING;
            case STARTING -> next == RUNNING || next == STOPPING;
            case RUNNING -> next == STOPPING;
            case STOPPING -> next == ENDED;
            case ENDED -> false;
        };
    }
}
