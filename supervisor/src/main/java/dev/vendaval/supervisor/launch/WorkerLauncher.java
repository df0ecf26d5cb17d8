package dev.vendaval.supervisor.launch;

import java.io.IOException;
import java.util.Optional;

/** Starts workers: as processes, or as threads in local mode. Called by the supervisor's owner thread. */
public interface WorkerLauncher {
    /**
     * Starts a worker and returns without waiting for it to be ready.
     *
     * @throws IOException if nothing was started
     */
    WorkerHandle launch(LaunchRequest request) throws IOException;

    /**
     * The worker that an earlier supervisor launched, if it is still there; workers that are threads never are.
     *
     * @param birth {@link WorkerHandle#birth} as it was at the launch
     */
    default Optional<WorkerHandle> find(long pid, String birth) {
        return Optional.empty();
    }
}
