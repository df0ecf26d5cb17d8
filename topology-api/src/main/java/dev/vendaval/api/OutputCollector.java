package dev.vendaval.api;

import java.util.Collection;
import java.util.List;

/**
 * A {@link Bolt}'s way out: emits tuples, anchored or not, and acks or fails its inputs.
 *
 * <p>Every method may be called in every callback of the bolt and also from threads of the user's own. On the bolt's
 * own thread none of them blocks; another thread may wait here until its call has been taken over. Tuples emitted in
 * {@code prepare} are held until the topology is ready.
 *
 * <p>Anchoring makes the new tuple part of every tree its anchors belong to, so that the spout's message is done only
 * when the new tuple is done too. An unanchored tuple belongs to no tree.
 *
 * <p>{@code emit} and {@code emitDirect} throw {@link IllegalArgumentException} naming what is wrong if the stream was
 * not declared, the number of values is not that of its fields, a value cannot be encoded, a fields grouping meets a
 * value without a stable content hash, or the stream is a direct one ({@code emit}) or is not ({@code emitDirect}). The
 * values must not be changed after the call: their receivers share them.
 */
public interface OutputCollector {
    /**
     * Emits unanchored on the default stream.
     *
     * @param values in the order of the stream's fields
     * @return the task ids the tuple goes to, unmodifiable; empty if nobody subscribes
     */
    default List<Integer> emit(List<Object> values) {
        return emit(Streams.DEFAULT, values);
    }

    /**
     * Emits on the default stream, anchored to one tuple.
     *
     * @param anchor usually the input; must not have been acked or failed yet
     * @param values in the order of the stream's fields
     * @return the task ids the tuple goes to, unmodifiable; empty if nobody subscribes
     */
    default List<Integer> emit(Tuple anchor, List<Object> values) {
        return emit(Streams.DEFAULT, anchor, values);
    }

    /**
     * Emits on the default stream, anchored to several tuples, as a join or an aggregation does.
     *
     * @param anchors none of which may have been acked or failed yet
     * @param values in the order of the stream's fields
     * @return the task ids the tuple goes to, unmodifiable; empty if nobody subscribes
     */
    default List<Integer> emit(Collection<Tuple> anchors, List<Object> values) {
        return emit(Streams.DEFAULT, anchors, values);
    }

    /**
     * Emits unanchored on a stream.
     *
     * @param streamId a declared stream that is not direct
     * @param values in the order of the stream's fields
     * @return the task ids the tuple goes to, unmodifiable; empty if nobody subscribes
     */
    List<Integer> emit(String streamId, List<Object> values);

    /**
     * Emits on a stream, anchored to one tuple.
     *
     * @param streamId a declared stream that is not direct
     * @param anchor usually the input; must not have been acked or failed yet
     * @param values in the order of the stream's fields
     * @return the task ids the tuple goes to, unmodifiable; empty if nobody subscribes
     */
    List<Integer> emit(String streamId, Tuple anchor, List<Object> values);

    /**
     * Emits on a stream, anchored to several tuples.
     *
     * @param streamId a declared stream that is not direct
     * @param anchors none of which may have been acked or failed yet
     * @param values in the order of the stream's fields
     * @return the task ids the tuple goes to, unmodifiable; empty if nobody subscribes
     */
    List<Integer> emit(String streamId, Collection<Tuple> anchors, List<Object> values);

    /**
     * Emits unanchored to one task on the default stream, which must be a direct one.
     *
     * @param taskId a task whose component subscribes to the stream by direct grouping
     * @param values in the order of the stream's fields
     */
    default void emitDirect(int taskId, List<Object> values) {
        emitDirect(taskId, Streams.DEFAULT, List.of(), values);
    }

    /**
     * Emits to one task on the default stream, which must be a direct one, anchored to one tuple.
     *
     * @param taskId a task whose component subscribes to the stream by direct grouping
     * @param anchor usually the input; must not have been acked or failed yet
     * @param values in the order of the stream's fields
     */
    default void emitDirect(int taskId, Tuple anchor, List<Object> values) {
        emitDirect(taskId, Streams.DEFAULT, List.of(anchor), values);
    }

    /**
     * Emits to one task on the default stream, which must be a direct one, anchored to several tuples.
     *
     * @param taskId a task whose component subscribes to the stream by direct grouping
     * @param anchors none of which may have been acked or failed yet
     * @param values in the order of the stream's fields
     */
    default void emitDirect(int taskId, Collection<Tuple> anchors, List<Object> values) {
        emitDirect(taskId, Streams.DEFAULT, anchors, values);
    }

    /**
     * Emits unanchored to one task on a direct stream.
     *
     * @param taskId a task whose component subscribes to the stream by direct grouping
     * @param streamId a stream declared direct
     * @param values in the order of the stream's fields
     */
    default void emitDirect(int taskId, String streamId, List<Object> values) {
        emitDirect(taskId, streamId, List.of(), values);
    }

    /**
     * Emits to one task on a direct stream, anchored to one tuple.
     *
     * @param taskId a task whose component subscribes to the stream by direct grouping
     * @param streamId a stream declared direct
     * @param anchor usually the input; must not have been acked or failed yet
     * @param values in the order of the stream's fields
     */
    default void emitDirect(int taskId, String streamId, Tuple anchor, List<Object> values) {
        emitDirect(taskId, streamId, List.of(anchor), values);
    }

    /**
     * Emits to one task on a direct stream, anchored to several tuples.
     *
     * @param taskId a task whose component subscribes to the stream by direct grouping
     * @param streamId a stream declared direct
     * @param anchors none of which may have been acked or failed yet; may be empty
     * @param values in the order of the stream's fields
     */
    void emitDirect(int taskId, String streamId, Collection<Tuple> anchors, List<Object> values);

    /**
     * This input is done. Acking twice, or a tuple of another task, never throws: it is ignored, counted and reported
     * once a minute. Acking a tick or an untracked tuple does nothing.
     *
     * @param input a tuple given to this bolt's {@code execute}
     */
    void ack(Tuple input);

    /**
     * This input could not be processed: every tree it belongs to fails at once, and their spouts may replay them.
     * Failing what has been acked or failed is ignored as in {@link #ack}.
     *
     * @param input a tuple given to this bolt's {@code execute}
     */
    void fail(Tuple input);

    /**
     * Gives the trees of this input another {@code topology.message.timeout} from now, for work that takes long.
     *
     * @param input a tuple given to this bolt's {@code execute}, not yet acked or failed
     */
    void resetTimeout(Tuple input);

    /**
     * Shows an error in {@code vendaval errors} and {@code info} without failing anything.
     *
     * @param error what happened
     */
    void reportError(Throwable error);
}
