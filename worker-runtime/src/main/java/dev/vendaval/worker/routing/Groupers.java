package dev.vendaval.worker.routing;

import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Grouping;
import dev.vendaval.protocol.topology.KeyGroups;
import java.util.Objects;
import java.util.stream.IntStream;

/** Makes the grouper of a subscription for one sending task. */
public final class Groupers {
    private Groupers() {}

    /**
     * For every kind but custom.
     *
     * @param grouping the subscription's
     * @param streamFields of the stream subscribed to
     * @param targets the subscriber's tasks
     * @param keyGroups of the subscriber, with as many tasks
     * @param seed differs from sender to sender, so that they do not all begin with the same task
     */
    public static Grouper create(
            Grouping grouping, Fields streamFields, TargetView targets, KeyGroups keyGroups, long seed) {
        return switch (grouping.kind()) {
            case SHUFFLE -> new ShuffleGrouper(targets, Grouper.everyIndex(targets), seed);
            case LOCAL_OR_SHUFFLE -> new ShuffleGrouper(targets, near(targets), seed);
            case NONE -> new NoneGrouper(targets, near(targets), seed);
            case FIELDS -> fields(key(grouping), streamFields, targets, keyGroups);
            case PARTIAL_KEY ->
                new PartialKeyGrouper(targets, new KeyHash(key(grouping), streamFields, keyGroups, targets.count()));
            case ALL -> new AllGrouper(targets);
            case GLOBAL -> new SingleGrouper(targets);
            case DIRECT -> new DirectGrouper(targets);
            case CUSTOM -> throw new IllegalArgumentException("a custom grouping needs its instance: Groupers.custom");
        };
    }

    /**
     * For a custom grouping.
     *
     * @param grouping the sending task's own instance, prepared
     * @param senderTask who emits
     * @param taskIds the subscriber's
     * @param targets the same tasks
     */
    public static Grouper custom(CustomGrouping grouping, int senderTask, TaskIds taskIds, TargetView targets) {
        return new CustomGrouper(grouping, senderTask, taskIds, targets);
    }

    private static Fields key(Grouping grouping) {
        return Objects.requireNonNull(grouping.fields(), "fields");
    }

    private static Grouper fields(Fields key, Fields streamFields, TargetView targets, KeyGroups keyGroups) {
        return key.size() == 0
                ? new SingleGrouper(targets)
                : new FieldsGrouper(targets, new KeyHash(key, streamFields, keyGroups, targets.count()));
    }

    /** The targets in the sender's worker, or all if there is none. */
    private static int[] near(TargetView targets) {
        int[] local = IntStream.range(0, targets.count()).filter(targets::local).toArray();
        return local.length > 0 ? local : Grouper.everyIndex(targets);
    }
}
