package dev.vendaval.supervisor.launch;

import java.util.concurrent.CompletableFuture;

/** A worker that was launched. Thread-safe; every method returns at once. */
public interface WorkerHandle {
    /** The exit code of a worker that only its parent could have asked. */
    int UNKNOWN_EXIT = -1;

    /** The process the worker runs in. */
    long pid();

    /**
     * What tells its process from a later one with the same id; empty for a worker that cannot outlive this
     * process.
     */
    default String birth() {
        return "";
    }

    /** Completes with the exit code as soon as the worker is gone; of an adopted one, as soon as somebody looks. */
    CompletableFuture<Integer> onExit();

    /** Looks whether it is gone. */
    default boolean isGone() {
        return onExit().isDone();
    }

    /** Asks the worker to end. */
    void destroy();

    /** Ends the worker, whatever it is doing. */
    void destroyForcibly();
}
