package dev.vendaval.peers.storm;

import dev.vendaval.tests.benchmarks.tally.Control;
import dev.vendaval.tests.benchmarks.tally.Tally;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.storm.spout.SpoutOutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichSpout;
import org.apache.storm.tuple.Fields;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A source that counts what it emits and what becomes of it, until the benchmark says stop. */
@NullUnmarked // the transient fields are set in open
abstract class TallySpout extends BaseRichSpout {
    private static final long serialVersionUID = 1L;
    private final String directory;
    private final List<String> arguments;
    private final boolean tracked;
    private final int copies;
    private transient SpoutOutputCollector collector;
    private transient Tally tally;
    private transient Control control;

    TallySpout(Workload workload, String directory) {
        this.directory = directory;
        arguments = workload.toArguments();
        tracked = workload.tracked();
        copies = workload.copies();
    }

    @Override
    public final void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
        collector = output;
        control = Control.open(Path.of(directory));
        tally = Tally.ofSource(Path.of(directory), context.getThisComponentId(), context.getThisTaskId());
        opened(context, Workload.parse(arguments));
    }

    void opened(TopologyContext context, Workload workload) {}

    @Override
    public final void nextTuple() {
        if (control.isStopped()) {
            tally.stopped();
        } else {
            next();
        }
    }

    abstract void next();

    final void emit(List<Object> values, Object messageId) {
        emit(values, messageId, copies);
    }

    final void emit(List<Object> values, Object messageId, int tuplesAtSinks) {
        collector.emit(values, idOf(messageId));
        tally.emitted(tuplesAtSinks);
    }

    final @Nullable Object idOf(Object messageId) {
        return tracked ? messageId : null;
    }

    final SpoutOutputCollector collector() {
        return collector;
    }

    final Tally tally() {
        return tally;
    }

    @Override
    public void ack(Object messageId) {
        tally.acked();
    }

    @Override
    public final void fail(Object messageId) {
        tally.failed();
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("value"));
    }
}
