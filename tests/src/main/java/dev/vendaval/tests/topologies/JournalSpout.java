package dev.vendaval.tests.topologies;

import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A spout that notes what it sees, and {@code violation ...} when two of its callbacks overlap, which is also how an ack
 * before {@code nextTuple} has returned would show.
 */
abstract class JournalSpout implements Spout {
    private static final long serialVersionUID = 1L;
    private final String directory;
    private transient @Nullable TopologyContext context;
    private transient @Nullable SpoutOutputCollector collector;
    private transient @Nullable Journal journal;
    private transient @Nullable String callback;

    JournalSpout(String directory) {
        this.directory = directory;
    }

    /** One {@code nextTuple}. */
    abstract void next();

    /** Exactly one of the two for each tracked emit. */
    void done(Object messageId, boolean acked) {}

    /** In {@code open}. */
    void opened() {}

    @Override
    public final void open(Map<String, Object> configuration, TopologyContext topology, SpoutOutputCollector output) {
        context = topology;
        collector = output;
        journal = Journal.open(directory, topology);
        alone("open", this::opened);
    }

    @Override
    public final void nextTuple() {
        alone("nextTuple", this::next);
    }

    @Override
    public final void ack(Object messageId) {
        alone("ack", () -> done(messageId, true));
    }

    @Override
    public final void fail(Object messageId) {
        alone("fail", () -> done(messageId, false));
    }

    private void alone(String entered, Runnable call) {
        if (callback != null) {
            note("violation " + entered + " within " + callback);
        }
        callback = entered;
        call.run();
        callback = null;
    }

    final String directory() {
        return directory;
    }

    final TopologyContext context() {
        return Objects.requireNonNull(context);
    }

    final SpoutOutputCollector collector() {
        return Objects.requireNonNull(collector);
    }

    final void note(String line) {
        Objects.requireNonNull(journal).note(line);
    }

    @Override
    public final void close() {
        Objects.requireNonNull(journal).close();
    }
}
