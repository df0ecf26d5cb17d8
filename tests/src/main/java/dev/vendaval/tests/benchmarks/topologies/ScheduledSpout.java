package dev.vendaval.tests.benchmarks.topologies;

import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Values;
import dev.vendaval.tests.benchmarks.task.DueTuples;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Emits what is due, with the time it was due as the value. */
final class ScheduledSpout extends TallySpout {
    private static final long serialVersionUID = 1L;
    private transient @Nullable DueTuples tuples;

    ScheduledSpout(Workload workload, String directory) {
        super(workload, directory);
    }

    @Override
    void opened(TopologyContext context) {
        tuples = DueTuples.of(workload(), due -> emit(new Values(due), due));
    }

    @Override
    void next() {
        Objects.requireNonNull(tuples).emitDue();
    }

    @Override
    public void ack(Object messageId) {
        task().acked((Long) messageId);
    }
}
