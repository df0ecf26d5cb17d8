package dev.vendaval.peers.storm;

import dev.vendaval.tests.benchmarks.workload.Schedule;
import dev.vendaval.tests.benchmarks.workload.Workload;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.tuple.Values;
import org.jspecify.annotations.Nullable;

/** Emits what is due, with the time it was due as the value. */
final class ScheduledSpout extends TallySpout {
    private static final long serialVersionUID = 1L;
    private transient @Nullable Schedule schedule;
    private transient int rate;
    private transient int sources;

    ScheduledSpout(Workload workload, String directory) {
        super(workload, directory);
    }

    @Override
    void opened(TopologyContext context, Workload workload) {
        rate = workload.ratePerSecond();
        sources = workload.sources();
    }

    /** From the first call, not from open: before it nothing could have been emitted. */
    private Schedule schedule() {
        Schedule begun = schedule;
        if (begun == null) {
            begun = new Schedule(System.nanoTime(), rate, sources);
            schedule = begun;
        }
        return begun;
    }

    @Override
    void next() {
        Schedule plan = schedule();
        for (int emitted = 0; emitted < Schedule.MOST_AT_ONCE && plan.isDue(System.nanoTime()); emitted++) {
            Long due = plan.next();
            emit(new Values(due), due);
        }
    }

    @Override
    public void ack(Object messageId) {
        tally().latency(System.nanoTime() - (Long) messageId);
        super.ack(messageId);
    }
}
