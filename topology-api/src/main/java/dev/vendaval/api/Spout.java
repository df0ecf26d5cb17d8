package dev.vendaval.api;

import java.util.Map;

/**
 * A source of tuples.
 *
 * <p>One thread at a time calls a task's spout, so fields need no locks; which thread that is may change between calls.
 * Blocking in {@link #nextTuple()} holds up this task only, but its acks and fails wait meanwhile, so a spout with
 * nothing to emit had better return; the runtime then waits, longer each time, up to
 * {@code topology.spout.idle.max.wait} (20 ms). {@link SpoutOutputCollector#wakeUp()} ends that wait from any thread.
 *
 * <p>An exception out of any of these methods is reported with its stack (see {@code vendaval errors}) and this
 * instance is replaced by a new one made from the definition; the new one gets no {@code ack} or {@code fail} for what
 * the old one emitted.
 */
public interface Spout extends Component {
    /**
     * Called once on this instance, before anything else.
     *
     * @param configuration the merged configuration of this component, unmodifiable
     * @param context this task's place in the topology
     * @param collector emits this task's tuples; keep it, it stays valid until {@link #close()}
     * @throws Exception reported; {@code vendaval jar} shows it and ends its wait
     */
    void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector collector)
            throws Exception;

    /**
     * Emits the next tuple or tuples, or returns without emitting if there are none now. Called again and again while
     * the topology is active, the receivers keep up and fewer than {@code topology.max.spout.pending} tracked tuples
     * are pending.
     *
     * @throws Exception reported, and this instance is replaced
     */
    void nextTuple() throws Exception;

    /**
     * Every tuple of the tree that started with this message id has been acked. For each tracked emit exactly one of
     * {@code ack} and {@link #fail} is called, once, after the emitting {@link #nextTuple()} has returned.
     *
     * @param messageId the object given to {@code emit}; never null
     * @throws Exception reported, and this instance is replaced
     */
    default void ack(Object messageId) throws Exception {}

    /**
     * A tuple of the tree was failed, or nothing was acked in it for {@code topology.message.timeout}. To have the
     * message processed at least once, emit it again.
     *
     * @param messageId the object given to {@code emit}; never null
     * @throws Exception reported, and this instance is replaced
     */
    default void fail(Object messageId) throws Exception {}

    /**
     * The topology is active: {@link #nextTuple()} is going to be called. Follows {@link #open} unless the topology was
     * submitted inactive, and every later activation.
     *
     * @throws Exception reported, and this instance is replaced
     */
    default void activate() throws Exception {}

    /**
     * The topology was deactivated: no {@link #nextTuple()} until {@link #activate()}, but still {@link #ack} and
     * {@link #fail}.
     *
     * @throws Exception reported, and this instance is replaced
     */
    default void deactivate() throws Exception {}

    /**
     * The last call on this instance; it has {@code topology.cleanup.timeout} (3 s) on kill. Not called if the worker
     * process dies.
     *
     * @throws Exception reported
     */
    default void close() throws Exception {}
}
