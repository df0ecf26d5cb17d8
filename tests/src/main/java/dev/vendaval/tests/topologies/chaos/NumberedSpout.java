package dev.vendaval.tests.topologies.chaos;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Values;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link NumberedSource} as a spout. One task. */
final class NumberedSpout implements Spout {
    static final Fields FIELDS = new Fields("id", "number", "attempt", "key");
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final int perSecond;
    private transient @Nullable NumberedSource source;

    NumberedSpout(String directory, int perSecond) {
        this.directory = directory;
        this.perSecond = perSecond;
    }

    @Override
    public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output)
            throws IOException {
        source = NumberedSource.open(
                directory,
                context.getThisComponentId(),
                context.getThisTaskId(),
                perSecond,
                (id, number, attempt, key, messageId) -> output.emit(new Values(id, number, attempt, key), messageId));
    }

    @Override
    public void nextTuple() throws IOException {
        source().next();
    }

    @Override
    public void ack(Object messageId) throws IOException {
        source().ack(messageId);
    }

    @Override
    public void fail(Object messageId) throws IOException {
        source().fail(messageId);
    }

    @Override
    public void close() throws IOException {
        source().close();
    }

    private NumberedSource source() {
        return Objects.requireNonNull(source);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(FIELDS);
    }
}
