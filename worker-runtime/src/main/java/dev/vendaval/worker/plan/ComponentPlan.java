package dev.vendaval.worker.plan;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.Subscription;
import dev.vendaval.protocol.topology.KeyGroups;
import java.util.List;
import java.util.Map;

/**
 * One of the user's components.
 *
 * @param definition as submitted
 * @param tasks ids in ascending order
 * @param streams that it declares
 * @param configuration the topology's and its own, merged; unmodifiable
 * @param keyGroups which of its tasks has which keys
 * @param cycle number of the cycle it lies in, or {@link #NO_CYCLE}
 */
public record ComponentPlan(
        ComponentDefinition definition,
        List<Integer> tasks,
        List<StreamPlan> streams,
        Map<String, Object> configuration,
        KeyGroups keyGroups,
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

    /** Whether each key belongs to one of its tasks: some input comes by fields grouping. */
    public boolean hasKeys() {
        return definition.subscriptions().stream().anyMatch(ComponentPlan::isByKey);
    }

    private static boolean isByKey(Subscription subscription) {
        Grouping grouping = subscription.grouping();
        return grouping.kind() == Grouping.Kind.FIELDS
                && grouping.fields() != null
                && grouping.fields().size() > 0;
    }

    /** Whether what its tasks remember goes along. */
    public boolean handsMemoryOver() {
        return definition.memory() == ComponentMemory.HANDED_OVER;
    }

    public boolean isSpout() {
        return definition.kind() == ComponentKind.SPOUT;
    }
}
