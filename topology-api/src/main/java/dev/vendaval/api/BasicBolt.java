package dev.vendaval.api;

import java.util.Map;

/**
 * A bolt that is done with its input when {@link #execute} returns: whatever it emits is anchored to the input, and the
 * input is acked on return. A {@link FailedException} fails the input instead; any other exception is treated as in
 * {@link Bolt}.
 *
 * <p>One method is abstract, so a lambda will do. A lambda that emits needs its fields declared, by {@link #emitting}:
 *
 * <pre>{@code
 * builder.setBolt("exclaim", BasicBolt.emitting(
 *         new Fields("word"), (tuple, collector) -> collector.emit(new Values(tuple.getString(0) + "!"))))
 *     .shuffleGrouping("words");
 * }</pre>
 *
 * <p>The same threads call as for a {@link Bolt}: one at a time for each task.
 */
@FunctionalInterface
public interface BasicBolt extends Component {
    /**
     * Called once on this instance, before anything else.
     *
     * @param configuration the merged configuration of this component, unmodifiable
     * @param context this task's place in the topology
     * @throws Exception reported; {@code vendaval jar} shows it and ends its wait
     */
    default void prepare(Map<String, Object> configuration, TopologyContext context) throws Exception {}

    /**
     * Processes one tuple, which is acked on return.
     *
     * @param input stays valid as long as it is held
     * @param collector emits, anchored to the input; valid until this call returns
     * @throws FailedException fails the input, so that the spout replays it; this instance stays
     * @throws Exception fails the input, is reported, and this instance is replaced
     */
    void execute(Tuple input, BasicOutputCollector collector) throws Exception;

    /**
     * The last call on this instance; it has {@code topology.cleanup.timeout} (3 s) on kill. Not called if the worker
     * process dies.
     *
     * @throws Exception reported
     */
    default void cleanup() throws Exception {}

    /**
     * A bolt that does what {@code bolt} does and declares the default stream with these fields.
     *
     * @param fields of the default stream
     * @param bolt usually a lambda; what it captures must be serializable
     * @return to be given to {@link TopologyBuilder#setBolt(String, BasicBolt)}
     */
    static BasicBolt emitting(Fields fields, BasicBolt bolt) {
        return emitting(Streams.DEFAULT, fields, bolt);
    }

    /**
     * A bolt that does what {@code bolt} does and declares one more stream; calls may be nested.
     *
     * @param streamId of the stream declared, besides those that {@code bolt} declares itself
     * @param fields of that stream
     * @param bolt usually a lambda; what it captures must be serializable
     * @return to be given to {@link TopologyBuilder#setBolt(String, BasicBolt)}
     */
    static BasicBolt emitting(String streamId, Fields fields, BasicBolt bolt) {
        return EmittingBasicBolt.of(streamId, fields, bolt);
    }
}
