package dev.vendaval.peers.storm;

import dev.vendaval.tests.benchmarks.task.SourceTask;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.util.List;
import java.util.Map;
import org.apache.storm.spout.SpoutOutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichSpout;
import org.apache.storm.tuple.Fields;
import org.jspecify.annotations.NullUnmarked;

/** A source of this API; what it counts, and until when it emits, is the {@link SourceTask}'s. */
@NullUnmarked // the transient fields are set in open
abstract class TallySpout extends BaseRichSpout {
    private static final long serialVersionUID = 1L;
    private final Workload workload;
    private final String directory;
    private transient SpoutOutputCollector collector;
    private transient SourceTask task;

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
        if (task.mayEmit()) {
            next();
        }
    }

    abstract void next();

    final void emit(List<Object> values, Object messageId) {
        collector.emit(values, task.idOf(messageId));
        task.emitted();
    }

    final void emit(List<Object> values, Object messageId, int tuplesAtSinks) {
        collector.emit(values, task.idOf(messageId));
        task.emitted(tuplesAtSinks);
    }

    final Workload workload() {
        return workload;
    }

    final SpoutOutputCollector collector() {
        return collector;
    }

    final SourceTask task() {
        return task;
    }

    @Override
    public void ack(Object messageId) {
        task.acked();
    }

    @Override
    public final void fail(Object messageId) {
        task.failed();
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("value"));
    }
}
