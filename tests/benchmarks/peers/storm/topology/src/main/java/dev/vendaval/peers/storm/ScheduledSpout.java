package dev.vendaval.peers.storm;

import dev.vendaval.tests.benchmarks.task.DueTuples;
import dev.vendaval.tests.benchmarks.workload.Workload;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.tuple.Values;
import org.jspecify.annotations.NullUnmarked;

/** Emits what is due, with the time it was due as the value. */
@NullUnmarked // the transient field is set in opened
final class ScheduledSpout extends TallySpout {
    private static final long serialVersionUID = 1L;
    private transient DueTuples tuples;

    ScheduledSpout(Workload workload, String directory) {
        super(workload, directory);
    }

    @Override
    void opened(TopologyContext context) {
        tuples = DueTuples.of(workload(), due -> emit(new Values(due), due));
    }

    @Override
    void next() {
        tuples.emitDue();
    }

    @Override
    public void ack(Object messageId) {
        task().acked((Long) messageId);
    }
}
