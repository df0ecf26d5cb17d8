package dev.vendaval.peers.storm;

import dev.vendaval.tests.benchmarks.tally.Tally;
import java.nio.file.Path;
import java.util.Map;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Tuple;
import org.jspecify.annotations.NullUnmarked;

/** A sink: counts what it receives, does its work with it, and acks it. */
@NullUnmarked // the transient fields are set in prepare
abstract class TallyBolt extends BaseRichBolt {
    private static final long serialVersionUID = 1L;
    private final String directory;
    private transient OutputCollector collector;
    private transient Tally tally;

    TallyBolt(String directory) {
        this.directory = directory;
    }

    @Override
    public final void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output) {
        collector = output;
        tally = Tally.ofSink(Path.of(directory), context.getThisComponentId(), context.getThisTaskId());
    }

    @Override
    public final void execute(Tuple input) {
        tally.received();
        process(input);
        collector.ack(input);
    }

    abstract void process(Tuple input);

    final Tally tally() {
        return tally;
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        // Nothing comes after a sink.
    }
}
