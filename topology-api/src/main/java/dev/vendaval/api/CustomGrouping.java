package dev.vendaval.api;

import java.io.Serializable;
import java.util.List;

/**
 * The user's own rule for sharing out a stream. Each sending task has its own instance, read from the bytes that the
 * builder wrote; it is called by one thread at a time.
 *
 * <p>An exception out of it counts as one of the sending component.
 */
public interface CustomGrouping extends Serializable {
    /**
     * Called before the first {@link #chooseTasks}, and again on this instance whenever the targets have changed.
     *
     * @param context of the sender's worker
     * @param stream the stream subscribed to
     * @param targetTasks the subscriber's task ids in ascending order, unmodifiable
     * @throws Exception counts as one of the sending component
     */
    void prepare(WorkerContext context, GlobalStreamId stream, List<Integer> targetTasks) throws Exception;

    /**
     * Chooses the receivers of one tuple.
     *
     * @param senderTask the task that emits
     * @param values in the order of the stream's fields; not to be changed
     * @return some of the target tasks: none drops the tuple (a tracked one counts as done there), several get a copy
     *     each
     */
    List<Integer> chooseTasks(int senderTask, List<Object> values);
}
