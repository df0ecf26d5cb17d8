package dev.vendaval.supervisor.launch;

import java.io.IOException;

/** Starts workers: as processes, or as threads in local mode. Called by the supervisor's owner thread. */
public interface WorkerLauncher {
    /**
     * Starts a worker and returns without waiting for it to be ready.
     *
     * @throws IOException if nothing was started
     */
    WorkerHandle launch(LaunchRequest request) throws IOException;
}
