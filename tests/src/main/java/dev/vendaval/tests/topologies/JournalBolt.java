package dev.vendaval.tests.topologies;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.TopologyContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A bolt that notes what it sees; it emits nothing unless it declares so. */
abstract class JournalBolt implements Bolt {
    private static final long serialVersionUID = 1L;
    private final String directory;
    private transient @Nullable TopologyContext context;
    private transient @Nullable OutputCollector collector;
    private transient @Nullable Journal journal;

    JournalBolt(String directory) {
        this.directory = directory;
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext topology, OutputCollector output) {
        context = topology;
        collector = output;
        journal = Journal.open(directory, topology);
        prepared();
    }

    /** For what a bolt sets up for itself. */
    void prepared() {}

    final String directory() {
        return directory;
    }

    final TopologyContext context() {
        return Objects.requireNonNull(context);
    }

    final OutputCollector collector() {
        return Objects.requireNonNull(collector);
    }

    final void note(String line) {
        Objects.requireNonNull(journal).note(line);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {}

    @Override
    public void cleanup() {
        Objects.requireNonNull(journal).close();
    }
}
