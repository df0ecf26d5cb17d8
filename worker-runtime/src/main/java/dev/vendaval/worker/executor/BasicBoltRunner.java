package dev.vendaval.worker.executor;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.BasicOutputCollector;
import dev.vendaval.api.Bolt;
import dev.vendaval.api.FailedException;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A basic bolt as a bolt: anchors what it emits to the input, acks the input on return. Never serialized itself. */
final class BasicBoltRunner implements Bolt, BasicOutputCollector {
    private final BasicBolt bolt;
    private @Nullable OutputCollector collector;
    private @Nullable Tuple input;

    BasicBoltRunner(BasicBolt bolt) {
        this.bolt = bolt;
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector ownCollector)
            throws Exception {
        collector = ownCollector;
        bolt.prepare(configuration, context);
    }

    @Override
    public void execute(Tuple tuple) throws Exception {
        input = tuple;
        try {
            bolt.execute(tuple, this);
        } catch (FailedException e) {
            collector().fail(tuple);
            return;
        } finally {
            input = null;
        }
        collector().ack(tuple);
    }

    @Override
    public void cleanup() throws Exception {
        bolt.cleanup();
    }

    @Override
    public List<Integer> emit(String streamId, List<Object> values) {
        return collector().emit(streamId, anchor(), values);
    }

    @Override
    public void emitDirect(int taskId, String streamId, List<Object> values) {
        collector().emitDirect(taskId, streamId, anchor(), values);
    }

    @Override
    public void reportError(Throwable error) {
        collector().reportError(error);
    }

    private OutputCollector collector() {
        return Objects.requireNonNull(collector, "not prepared");
    }

    private Tuple anchor() {
        Tuple anchor = input;
        if (anchor == null) {
            throw new IllegalStateException(
                    "a BasicBolt emits within execute only; for emits at other times implement Bolt");
        }
        return anchor;
    }
}
