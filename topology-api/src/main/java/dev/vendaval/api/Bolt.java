package dev.vendaval.api;

import java.util.Map;

/**
 * Takes tuples in, emits others, and acks or fails each input itself, at any later time and from any thread. If every
 * input is done when {@link #execute} returns, {@link BasicBolt} is simpler.
 *
 * <p>One thread at a time calls a task's bolt, so fields need no locks; which thread that is may change between calls.
 * Blocking in {@link #execute} holds up this executor only.
 *
 * <p>An exception out of any of these methods is reported with its stack (see {@code vendaval errors}), the inputs this
 * instance has not acked fail at once, and it is replaced by a new one made from the definition.
 */
public interface Bolt extends Component {
    /**
     * Called once on this instance, before anything else. In a rebalance that is while the instance before it still
     * executes: what that one keeps outside of its memory (a file, a table) may change until the first tuple comes here, so
     * read it then, or in {@link StateHandover#restore}.
     *
     * @param configuration the merged configuration of this component, unmodifiable
     * @param context this task's place in the topology
     * @param collector emits, acks and fails; keep it, it stays valid until {@link #cleanup()}
     * @throws Exception reported; {@code vendaval jar} shows it and ends its wait
     */
    void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector collector)
            throws Exception;

    /**
     * Processes one tuple. Each input must in the end be acked or failed, else the tree it belongs to fails when
     * {@code topology.message.timeout} is over; ticks need neither.
     *
     * @param input stays valid as long as it is held
     * @throws Exception fails the inputs not yet acked, is reported, and this instance is replaced
     */
    void execute(Tuple input) throws Exception;

    /**
     * The last call on this instance; it has {@code topology.cleanup.timeout} (3 s) on kill. Not called if the worker
     * process dies.
     *
     * @throws Exception reported
     */
    default void cleanup() throws Exception {}
}
