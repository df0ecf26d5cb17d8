package dev.vendaval.worker.executor;

import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyContext;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A spout whose behaviour stays in the test: every instance read from its bytes finds the same script. */
final class ScriptedSpout implements Spout {
    static final Scripts<Script> SCRIPTS = new Scripts<>();

    /** What it does. */
    interface Script {
        default void open(TopologyContext context, SpoutOutputCollector collector) throws Exception {}

        void nextTuple(SpoutOutputCollector collector) throws Exception;

        default void ack(Object messageId) {}

        default void fail(Object messageId) {}

        default void activate() {}

        default void deactivate() {}

        default void close() {}
    }

    private final long key;
    private final Streams streams;
    private transient @Nullable SpoutOutputCollector collector;

    /** Declares the streams. */
    interface Streams extends Consumer<OutputFieldsDeclarer>, java.io.Serializable {}

    ScriptedSpout(Streams streams, Script script) {
        this.streams = streams;
        this.key = SCRIPTS.keep(script);
    }

    private Script script() {
        return SCRIPTS.get(key);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        streams.accept(declarer);
    }

    @Override
    public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector given)
            throws Exception {
        collector = given;
        script().open(context, given);
    }

    @Override
    public void nextTuple() throws Exception {
        script().nextTuple(Objects.requireNonNull(collector));
    }

    @Override
    public void ack(Object messageId) {
        script().ack(messageId);
    }

    @Override
    public void fail(Object messageId) {
        script().fail(messageId);
    }

    @Override
    public void activate() {
        script().activate();
    }

    @Override
    public void deactivate() {
        script().deactivate();
    }

    @Override
    public void close() {
        script().close();
    }
}
