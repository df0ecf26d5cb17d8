package dev.vendaval.protocol.service;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for another assignment of a topology that runs.
 *
 * @param requestId made by the client, the same when the request is repeated
 * @param name of the topology
 * @param workers how many, null for no wish
 * @param executors by component
 * @param config keys with the values that they are to have, as the user has written them
 * @param pause how long spouts may be paused before the switch, null for not at all
 * @param dryRun only plan
 */
public record RebalanceRequest(
        String requestId,
        String name,
        @Nullable Integer workers,
        Map<String, Integer> executors,
        Map<String, Object> config,
        @Nullable Duration pause,
        boolean dryRun) {
    public RebalanceRequest {
        executors = Map.copyOf(executors);
        config = Map.copyOf(config);
    }
}
