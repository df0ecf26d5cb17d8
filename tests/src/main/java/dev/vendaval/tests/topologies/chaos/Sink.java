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
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Puts each id on its tape, then acks it. */
final class Sink implements Bolt {
    private static final long serialVersionUID = 1L;
    private static final long SLOW_NANOS = 10_000_000;
    private final String directory;
    private transient @Nullable OutputCollector collector;
    private transient @Nullable Tape tape;
    private transient Switch.@Nullable Watched slow;

    Sink(String directory) {
        this.directory = directory;
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output)
            throws IOException {
        collector = output;
        tape = Tape.begin(directory, context.getThisComponentId(), context.getThisTaskId());
        slow = Switch.SLOW.watch(directory);
    }

    @Override
    public void execute(Tuple input) throws IOException {
        if (Objects.requireNonNull(slow).isOn()) {
            LockSupport.parkNanos(SLOW_NANOS);
        }
        int id = Objects.requireNonNull(input.getInteger(0));
        int number = Objects.requireNonNull(input.getInteger(1));
        Objects.requireNonNull(tape).note(Kind.RECEIVED, id, number);
        Objects.requireNonNull(collector).ack(input);
    }

    @Override
    public void cleanup() throws IOException {
        Objects.requireNonNull(tape).close();
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {}
}
