package dev.vendaval.worker.plan;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import java.util.List;
import java.util.Map;

/**
 * One of the user's components.
 *
 * @param definition as submitted
 * @param tasks ids in ascending order
 * @param streams that it declares
 * @param configuration the topology's and its own, merged; unmodifiable
 * @param cycle number of the cycle it lies in, or {@link #NO_CYCLE}
 */
public record ComponentPlan(
        ComponentDefinition definition,
        List<Integer> tasks,
        List<StreamPlan> streams,
        Map<String, Object> configuration,
        int cycle) {
    /** The cycle of a component that lies in none. */
    public static final int NO_CYCLE = -1;

    public ComponentPlan {
        tasks = List.copyOf(tasks);
        streams = List.copyOf(streams);
    }

    public String id() {
        return definition.id();
    }

    public boolean isSpout() {
        return definition.kind() == ComponentKind.SPOUT;
    }
}
