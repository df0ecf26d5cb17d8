package dev.vendaval.nimbus.rebalance;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rebalance is to reach. Without numbers or keys it evens out what there is, unless workers must leave a drained
 * host.
 *
 * @param workers how many, null for as many as there are (when it evens out: as were asked for, if there are slots)
 * @param executors by component; one that is not named keeps its executors
 * @param config keys with the values that they are to have, as written
 * @param drained ids of supervisors that no worker may stay or begin on
 */
public record RebalanceWish(
        @Nullable Integer workers, Map<String, Integer> executors, Map<String, Object> config, Set<String> drained) {
    public RebalanceWish {
        executors = Map.copyOf(executors);
        config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
        drained = Set.copyOf(drained);
    }

    /** Whether nothing is to move but what is re-created where it is. */
    boolean isOnlyConfig() {
        return workers == null && executors.isEmpty() && !config.isEmpty();
    }

    /** Whether anything in particular is wished. */
    boolean isParticular() {
        return workers != null || !executors.isEmpty() || !config.isEmpty();
    }
}
