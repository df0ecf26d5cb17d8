package dev.vendaval.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Spout}'s way out.
 *
 * <p>Every method may be called in every callback of the spout and also from threads of the user's own. On the spout's
 * own thread none of them blocks; another thread may wait here until its call has been taken over. Tuples emitted in
 * {@code open} are held until the topology is ready.
 *
 * <p>A tuple emitted with a message id is tracked: exactly one of {@link Spout#ack} and {@link Spout#fail} will be
 * called with that id. Ids are any object, need not be unique, and never leave the worker. Without one, or with null,
 * the tuple is untracked.
 *
 * <p>{@code emit} and {@code emitDirect} throw {@link IllegalArgumentException} naming what is wrong if the stream was
 * not declared, the number of values is not that of its fields, a value cannot be encoded, a fields grouping meets a
 * value without a stable content hash, or the stream is a direct one ({@code emit}) or is not ({@code emitDirect}). The
 * values must not be changed after the call: their receivers share them.
 */
public interface SpoutOutputCollector {
    /**
     * Emits untracked on the default stream.
     *
     * @param values in the order of the stream's fields
     * @return the task ids the tuple goes to, unmodifiable; empty if nobody subscribes
     */
    default List<Integer> emit(List<Object> values) {
        return emit(Streams.DEFAULT, values, null);
    }

    /**
     * Emits on the default stream, tracked under a message id.
     *
     * @param values in the order of the stream's fields
     * @param messageId comes back in {@code ack} or {@code fail}; null for untracked
     * @return the task ids the tuple goes to, unmodifiable; empty if nobody subscribes
     */
    default List<Integer> emit(List<Object> values, @Nullable Object messageId) {
        return emit(Streams.DEFAULT, values, messageId);
    }

    /**
     * Emits untracked on a stream.
     *
     * @param streamId a declared stream that is not direct
     * @param values in the order of the stream's fields
     * @return the task ids the tuple goes to, unmodifiable; empty if nobody subscribes
     */
    default List<Integer> emit(String streamId, List<Object> values) {
        return emit(streamId, values, null);
    }

    /**
     * Emits on a stream, tracked under a message id.
     *
     * @param streamId a declared stream that is not direct
     * @param values in the order of the stream's fields
     * @param messageId comes back in {@code ack} or {@code fail}; null for untracked
     * @return the task ids the tuple goes to, unmodifiable; empty if nobody subscribes, and then a tracked tuple is
     *     complete at once
     */
    List<Integer> emit(String streamId, List<Object> values, @Nullable Object messageId);

    /**
     * Emits untracked to one task on the default stream, which must be a direct one.
     *
     * @param taskId a task whose component subscribes to the stream by direct grouping
     * @param values in the order of the stream's fields
     */
    default void emitDirect(int taskId, List<Object> values) {
        emitDirect(taskId, Streams.DEFAULT, values, null);
    }

    /**
     * Emits to one task on the default stream, which must be a direct one, tracked under a message id.
     *
     * @param taskId a task whose component subscribes to the stream by direct grouping
     * @param values in the order of the stream's fields
     * @param messageId comes back in {@code ack} or {@code fail}; null for untracked
     */
    default void emitDirect(int taskId, List<Object> values, @Nullable Object messageId) {
        emitDirect(taskId, Streams.DEFAULT, values, messageId);
    }

    /**
     * Emits untracked to one task on a direct stream.
     *
     * @param taskId a task whose component subscribes to the stream by direct grouping
     * @param streamId a stream declared direct
     * @param values in the order of the stream's fields
     */
    default void emitDirect(int taskId, String streamId, List<Object> values) {
        emitDirect(taskId, streamId, values, null);
    }

    /**
     * Emits to one task on a direct stream, tracked under a message id.
     *
     * @param taskId a task whose component subscribes to the stream by direct grouping
     * @param streamId a stream declared direct
     * @param values in the order of the stream's fields
     * @param messageId comes back in {@code ack} or {@code fail}; null for untracked
     */
    void emitDirect(int taskId, String streamId, List<Object> values, @Nullable Object messageId);

    /**
     * How many tracked tuples of this task are neither acked nor failed yet.
     *
     * @return 0 or more
     */
    int pendingCount();

    /**
     * Ends the wait that follows an empty {@link Spout#nextTuple()}: something has arrived. Callable from any thread,
     * cheap, and lost by no race: the next {@code nextTuple} begins after this call.
     */
    void wakeUp();

    /**
     * Shows an error in {@code vendaval errors} and {@code info} without failing anything.
     *
     * @param error what happened
     */
    void reportError(Throwable error);
}
