package dev.vendaval.api;

import java.util.List;

/**
 * A {@link BasicBolt}'s way out: every tuple is anchored to the input of the current {@code execute}.
 *
 * <p>To be used on the bolt's own thread, until {@code execute} returns. The same {@link IllegalArgumentException}s are
 * thrown as by {@link OutputCollector}.
 */
public interface BasicOutputCollector {
    /**
     * Emits on the default stream.
     *
     * @param values in the order of the stream's fields
     * @return the task ids the tuple goes to, unmodifiable; empty if nobody subscribes
     */
    default List<Integer> emit(List<Object> values) {
        return emit(Streams.DEFAULT, values);
    }

    /**
     * Emits on a stream.
     *
     * @param streamId a declared stream that is not direct
     * @param values in the order of the stream's fields
     * @return the task ids the tuple goes to, unmodifiable; empty if nobody subscribes
     */
    List<Integer> emit(String streamId, List<Object> values);

    /**
     * Emits to one task on the default stream, which must be a direct one.
     *
     * @param taskId a task whose component subscribes to the stream by direct grouping
     * @param values in the order of the stream's fields
     */
    default void emitDirect(int taskId, List<Object> values) {
        emitDirect(taskId, Streams.DEFAULT, values);
    }

    /**
     * Emits to one task on a direct stream.
     *
     * @param taskId a task whose component subscribes to the stream by direct grouping
     * @param streamId a stream declared direct
     * @param values in the order of the stream's fields
     */
    void emitDirect(int taskId, String streamId, List<Object> values);

    /**
     * Shows an error in {@code vendaval errors} and {@code info} without failing anything.
     *
     * @param error what happened
     */
    void reportError(Throwable error);
}
