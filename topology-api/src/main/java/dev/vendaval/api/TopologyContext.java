package dev.vendaval.api;

import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** A task's place in its topology, given to {@code open} and {@code prepare}; valid as long as the task lives. */
public interface TopologyContext extends WorkerContext {
    /**
     * The component of this task.
     *
     * @return its id
     */
    String getThisComponentId();

    /**
     * This task.
     *
     * @return its id, unique within the topology over all time
     */
    int getThisTaskId();

    /**
     * The position of this task among its component's tasks.
     *
     * @return from 0, in the order of task ids
     */
    int getThisTaskIndex();

    /**
     * Whether the tuples of a key come to this task, by fields grouping. All fields groupings of a component share keys out
     * alike. It changes only when the component gets more tasks: on the task's thread, after {@link StateHandover#save} of
     * a task that gives keys away, and before {@link StateHandover#restore} of one that gets them.
     *
     * @param key the values of the grouping's fields, in their order
     * @return whether it is this task's; always true where there is only one task
     * @throws IllegalArgumentException if the key has no stable hash, as when such a tuple is emitted
     */
    boolean ownsKey(Object... key);

    /**
     * The streams this task's component declares.
     *
     * @return stream ids
     */
    default Set<String> getThisStreams() {
        return getComponentStreams(getThisComponentId());
    }

    /**
     * The fields of a stream that this task's component declares.
     *
     * @param streamId which
     * @return its fields
     */
    default Fields getThisOutputFields(String streamId) {
        return getComponentOutputFields(getThisComponentId(), streamId);
    }

    /**
     * What this task's component subscribes to.
     *
     * @return grouping by stream
     */
    default Map<GlobalStreamId, Grouping> getThisSources() {
        return getSources(getThisComponentId());
    }

    /**
     * Who subscribes to this task's component.
     *
     * @return by stream id, the grouping by subscribing component
     */
    default Map<String, Map<String, Grouping>> getThisTargets() {
        return getTargets(getThisComponentId());
    }

    /**
     * Keeps an object for this task, for example to share it between a component and its hooks.
     *
     * @param name any
     * @param data null removes it
     */
    void setTaskData(String name, @Nullable Object data);

    /**
     * An object kept by {@link #setTaskData}.
     *
     * @param name as it was kept
     * @return the object, or null
     */
    @Nullable
    Object getTaskData(String name);

    /**
     * Keeps an object for all tasks of this task's executor.
     *
     * @param name any
     * @param data null removes it
     */
    void setExecutorData(String name, @Nullable Object data);

    /**
     * An object kept by {@link #setExecutorData}.
     *
     * @param name as it was kept
     * @return the object, or null
     */
    @Nullable
    Object getExecutorData(String name);

    /**
     * A counter of the user's own for this task.
     *
     * @param name unique within the component; the same name gives the same counter again
     * @return a counter that starts at 0
     */
    Counter registerCounter(String name);

    /**
     * A gauge of the user's own for this task, read about once a second.
     *
     * @param name unique within the component; a second one of that name replaces the first
     * @param gauge read by a thread of the worker's, so it must be safe to call beside the task and quick
     */
    void registerGauge(String name, DoubleSupplier gauge);

    /**
     * Adds a hook that hears of what this task does. To be called in {@code open} or {@code prepare}.
     *
     * @param hook called on the task's thread
     */
    void addTaskHook(TaskHook hook);
}
