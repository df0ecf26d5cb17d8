package dev.vendaval.client;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Another assignment for a topology that runs.
 *
 * @param name of the topology
 * @param workers how many, null for no wish
 * @param executors by component; one that is not named keeps its executors
 * @param config configuration keys with the values that they are to have: those that are live at once, the user's own by
 *     re-creating the components that may have read them; no others
 * @param pause how long spouts may be paused before the switch, null for not at all
 * @param dryRun only plan
 */
public record RebalanceOrder(
        String name,
        @Nullable Integer workers,
        Map<String, Integer> executors,
        Map<String, Object> config,
        @Nullable Duration pause,
        boolean dryRun) {
    public RebalanceOrder {
        executors = Map.copyOf(executors);
        config = Map.copyOf(config);
    }

    /** Without a pause, and meant. */
    public static RebalanceOrder of(String name, @Nullable Integer workers, Map<String, Integer> executors) {
        return new RebalanceOrder(name, workers, executors, Map.of(), null, false);
    }
}
