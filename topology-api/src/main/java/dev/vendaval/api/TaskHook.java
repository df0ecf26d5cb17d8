package dev.vendaval.api;

import java.util.List;
import java.util.Map;

/**
 * Hears of what one task does; added by {@link TopologyContext#addTaskHook}. All methods do nothing by default. They are
 * called on the task's thread, in the midst of its work: be quick. An exception out of one counts as the component's.
 */
public interface TaskHook {
    /**
     * Called when the hook is added.
     *
     * @param configuration the merged configuration of the component, unmodifiable
     * @param context of the task
     */
    default void prepare(Map<String, Object> configuration, TopologyContext context) {}

    /**
     * The task emitted a tuple.
     *
     * @param streamId on which stream
     * @param values not to be changed
     * @param targetTasks who gets it; may be empty
     */
    default void emitted(String streamId, List<Object> values, List<Integer> targetTasks) {}

    /**
     * The spout's {@code ack} has returned.
     *
     * @param messageId as given to {@code emit}
     */
    default void spoutAcked(Object messageId) {}

    /**
     * The spout's {@code fail} has returned.
     *
     * @param messageId as given to {@code emit}
     */
    default void spoutFailed(Object messageId) {}

    /**
     * The bolt's {@code execute} has returned.
     *
     * @param input the tuple executed
     */
    default void executed(Tuple input) {}

    /**
     * The bolt acked an input.
     *
     * @param input which
     */
    default void acked(Tuple input) {}

    /**
     * The bolt failed an input.
     *
     * @param input which
     */
    default void failed(Tuple input) {}

    /** The task ends, after {@code close} or {@code cleanup}. */
    default void cleanup() {}
}
