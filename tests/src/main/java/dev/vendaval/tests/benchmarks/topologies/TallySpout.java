package dev.vendaval.tests.benchmarks.topologies;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.tests.benchmarks.task.SourceTask;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A source of this API; what it counts, and until when it emits, is the {@link SourceTask}'s. */
abstract class TallySpout implements Spout {
    private static final long serialVersionUID = 1L;
    private final Workload workload;
    private final String directory;
    private transient @Nullable SpoutOutputCollector collector;
    private transient @Nullable SourceTask task;

    TallySpout(Workload workload, String directory) {
        this.workload = workload;
        this.directory = directory;
    }

    @Override
    public final void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
        collector = output;
        task = SourceTask.open(directory, workload, context.getThisComponentId(), context.getThisTaskId());
        opened(context);
    }

    void opened(TopologyContext context) {}

    @Override
    public final void nextTuple() {
        if (task().mayEmit()) {
            next();
        }
    }

    abstract void next();

    final void emit(List<Object> values, Object messageId) {
        collector().emit(values, task().idOf(messageId));
        task().emitted();
    }

    final void emit(List<Object> values, Object messageId, int tuplesAtSinks) {
        collector().emit(values, task().idOf(messageId));
        task().emitted(tuplesAtSinks);
    }

    final Workload workload() {
        return workload;
    }

    final SpoutOutputCollector collector() {
        return Objects.requireNonNull(collector);
    }

    final SourceTask task() {
        return Objects.requireNonNull(task);
    }

    @Override
    public void ack(Object messageId) {
        task().acked();
    }

    @Override
    public final void fail(Object messageId) {
        task().failed();
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("value"));
    }
}
