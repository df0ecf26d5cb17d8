package dev.vendaval.protocol.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor needs to know.
 *
 * @param host to listen on and to be reached at, by its workers' links too
 * @param port to listen on, 0 for any free one
 * @param id or null: made once and kept in localDir
 * @param slotPorts one slot each; a 0 is a free port, chosen at first start and kept in localDir
 * @param localDir absolute
 * @param logDir absolute
 * @param logRetention how long logs of workers that are gone are kept
 * @param artifactCacheBytes how much is kept of jars no longer needed
 * @param workerHeapBytes for a topology that does not say
 * @param workerJvmOptions of every worker, before the topology's
 * @param workerTimeout how long a worker's runtime may be silent though its process lives
 */
public record SupervisorSettings(
        String host,
        int port,
        @Nullable String id,
        List<Integer> slotPorts,
        Path localDir,
        Path logDir,
        Duration logRetention,
        long artifactCacheBytes,
        long workerHeapBytes,
        List<String> workerJvmOptions,
        Duration workerTimeout) {
    /** Copies the lists. */
    public SupervisorSettings {
        slotPorts = List.copyOf(slotPorts);
        workerJvmOptions = List.copyOf(workerJvmOptions);
    }
}
