package dev.vendaval.worker.routing;

import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Grouping;

/** Makes the grouper of a subscription for one sending task. */
@SuppressWarnings("DoNotCallSuggester") // a stub for an hour
public final class Groupers {
    private Groupers() {}

    /**
     * For every kind but custom.
     *
     * @param grouping the subscription's
     * @param streamFields of the stream subscribed to
     * @param targets the subscriber's tasks
     * @param keyGroups of the subscriber, a power of two
     * @param seed differs from sender to sender, so that they do not all begin with the same task
     */
    public static Grouper create(Grouping grouping, Fields streamFields, TargetView targets, int keyGroups, long seed) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * For a custom grouping.
     *
     * @param grouping the sending task's own instance, prepared
     * @param senderTask who emits
     * @param taskIds the subscriber's
     */
    public static Grouper custom(CustomGrouping grouping, int senderTask, TaskIds taskIds, TargetView targets) {
        throw new UnsupportedOperationException("not yet");
    }
}
