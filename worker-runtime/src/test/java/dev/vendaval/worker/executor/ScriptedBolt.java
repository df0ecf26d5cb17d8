package dev.vendaval.worker.executor;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A bolt whose behaviour stays in the test: every instance read from its bytes finds the same script. */
final class ScriptedBolt implements Bolt {
    static final Scripts<Script> SCRIPTS = new Scripts<>();

    /** What it does. */
    interface Script {
        default void prepare(TopologyContext context, OutputCollector collector) throws Exception {}

        void execute(Tuple input, OutputCollector collector) throws Exception;

        default void cleanup() {}
    }

    private final long key;
    private final ScriptedSpout.Streams streams;
    private transient @Nullable OutputCollector collector;

    ScriptedBolt(ScriptedSpout.Streams streams, Script script) {
        this.streams = streams;
        this.key = SCRIPTS.keep(script);
    }

    /** One that emits nothing. */
    ScriptedBolt(Script script) {
        this(declarer -> {}, script);
    }

    private Script script() {
        return SCRIPTS.get(key);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        streams.accept(declarer);
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector given)
            throws Exception {
        collector = given;
        script().prepare(context, given);
    }

    @Override
    public void execute(Tuple input) throws Exception {
        script().execute(input, Objects.requireNonNull(collector));
    }

    @Override
    public void cleanup() {
        script().cleanup();
    }
}
