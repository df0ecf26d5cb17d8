package dev.vendaval.peers.storm;

import dev.vendaval.tests.topologies.chaos.Tape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Tuple;
import org.jspecify.annotations.NullUnmarked;

/** Does its work with each tuple, a part of which is to note it on its tape, and acks it. */
@NullUnmarked // the transient fields are set in prepare
abstract class TapeBolt extends BaseRichBolt {
    private static final long serialVersionUID = 1L;
    private final String directory;
    private transient OutputCollector collector;
    private transient Tape tape;

    TapeBolt(String directory) {
        this.directory = directory;
    }

    @Override
    public final void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output) {
        collector = output;
        try {
            tape = Tape.begin(directory, context.getThisComponentId(), context.getThisTaskId());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        prepared();
    }

    void prepared() {}

    @Override
    public final void execute(Tuple input) {
        try {
            process(input, collector, tape);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        collector.ack(input);
    }

    abstract void process(Tuple input, OutputCollector output, Tape noted) throws IOException;

    @Override
    public final void cleanup() {
        try {
            tape.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
