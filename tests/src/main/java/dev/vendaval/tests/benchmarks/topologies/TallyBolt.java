package dev.vendaval.tests.benchmarks.topologies;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.tests.benchmarks.tally.Tally;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A sink: counts what it receives, does its work with it, and acks it. */
abstract class TallyBolt implements Bolt {
    private static final long serialVersionUID = 1L;
    private final String directory;
    private transient @Nullable OutputCollector collector;
    private transient @Nullable Tally tally;

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
        tally().received();
        process(input);
        Objects.requireNonNull(collector).ack(input);
    }

    abstract void process(Tuple input);

    final Tally tally() {
        return Objects.requireNonNull(tally);
    }
}
