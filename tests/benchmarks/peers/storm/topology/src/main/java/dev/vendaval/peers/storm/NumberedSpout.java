package dev.vendaval.peers.storm;

import dev.vendaval.tests.topologies.chaos.NumberedSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.storm.spout.SpoutOutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichSpout;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Values;
import org.jspecify.annotations.NullUnmarked;

/** A {@link NumberedSource} as a spout of Storm's. One task. */
@NullUnmarked // the transient field is set in open
final class NumberedSpout extends BaseRichSpout {
    private static final long serialVersionUID = 1L;
    private final String directory;
    private final int perSecond;
    private transient NumberedSource source;

    NumberedSpout(String directory, int perSecond) {
        this.directory = directory;
        this.perSecond = perSecond;
    }

    @Override
    public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
        orUnchecked(() -> source = NumberedSource.open(
                directory,
                context.getThisComponentId(),
                context.getThisTaskId(),
                perSecond,
                (id, number, attempt, key, messageId) ->
                        output.emit(new Values(id, number, attempt, key), messageId)));
    }

    @Override
    public void nextTuple() {
        orUnchecked(source::next);
    }

    @Override
    public void ack(Object messageId) {
        orUnchecked(() -> source.ack(messageId));
    }

    @Override
    public void fail(Object messageId) {
        orUnchecked(() -> source.fail(messageId));
    }

    @Override
    public void close() {
        orUnchecked(source::close);
    }

    private interface Step {
        void take() throws IOException;
    }

    private static void orUnchecked(Step step) {
        try {
            step.take();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("id", "number", "attempt", "key"));
    }
}
