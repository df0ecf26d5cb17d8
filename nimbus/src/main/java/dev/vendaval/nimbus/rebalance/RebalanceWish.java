package dev.vendaval.nimbus.rebalance;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rebalance is to reach. With nothing wished it evens out what there is.
 *
 * @param workers how many, null for as many as there are (with nothing wished: as were asked for, if there are slots)
 * @param executors by component; one that is not named keeps its executors
 * @param drained ids of supervisors that no worker may stay or begin on
 */
public record RebalanceWish(@Nullable Integer workers, Map<String, Integer> executors, Set<String> drained) {
    public RebalanceWish {
        executors = Map.copyOf(executors);
        drained = Set.copyOf(drained);
    }

    /** Neither numbers nor hosts: only evening out. */
    boolean isPlain() {
        return workers == null && executors.isEmpty() && drained.isEmpty();
    }
}
