package dev.vendaval.supervisor.launch;

import java.util.concurrent.CompletableFuture;

/** A worker that was launched. Thread-safe; every method returns at once. */
public interface WorkerHandle {
    /** The process the worker runs in. */
    long pid();

    /** Completes with the exit code as soon as the worker is gone. */
    CompletableFuture<Integer> onExit();

    /** Asks the worker to end. */
    void destroy();

    /** Ends the worker, whatever it is doing. */
    void destroyForcibly();
}
