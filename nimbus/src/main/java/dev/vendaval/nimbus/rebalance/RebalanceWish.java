package dev.vendaval.nimbus.rebalance;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rebalance is to reach. Without numbers it evens out what there is, unless workers must leave a drained host.
 *
 * @param workers how many, null for as many as there are (when it evens out: as were asked for, if there are slots)
 * @param executors by component; one that is not named keeps its executors
 * @param drained ids of supervisors that no worker may stay or begin on
 */
public record RebalanceWish(@Nullable Integer workers, Map<String, Integer> executors, Set<String> drained) {
    public RebalanceWish {
        executors = Map.copyOf(executors);
        drained = Set.copyOf(drained);
    }

    /** Whether numbers are wished. */
    boolean hasNumbers() {
        return workers != null || !executors.isEmpty();
    }
}
