package dev.vendaval.tests.topologies.chaos;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Notes each id with what {@link Counted#number} makes of it, then acks it. */
final class CountedSink implements Bolt {
    private static final long serialVersionUID = 1L;
    private final String directory;
    private transient @Nullable OutputCollector collector;
    private transient @Nullable Tape tape;

    CountedSink(String directory) {
        this.directory = directory;
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output)
            throws IOException {
        collector = output;
        tape = Tape.begin(directory, context.getThisComponentId(), context.getThisTaskId());
    }

    @Override
    public void execute(Tuple input) throws IOException {
        int id = Objects.requireNonNull(input.getInteger(0));
        boolean isReplay = Objects.requireNonNull(input.getInteger(2)) > 0;
        int count = Objects.requireNonNull(input.getInteger(4));
        Objects.requireNonNull(tape).note(Kind.RECEIVED, id, Counted.number(count, isReplay));
        Objects.requireNonNull(collector).ack(input);
    }

    @Override
    public void cleanup() throws IOException {
        Objects.requireNonNull(tape).close();
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {}
}
