package dev.vendaval.worker.outbound;

import dev.vendaval.worker.metrics.StreamCounters;
import dev.vendaval.worker.plan.StreamPlan;
import dev.vendaval.worker.tuple.TupleSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One stream of one task: where its tuples go. Made when the executor is; its counters are the executor's. */
final class StreamOutput {
    private final StreamPlan plan;
    private final TupleSource source;
    private final int slot;
    private final SubscriptionOutput[] subscriptions;
    private final StreamCounters counters;
    private final int fieldCount;
    private final boolean direct;
    private final boolean mayLeaveWorker;
    private final @Nullable SoleReceiver sole;

    /**
     * @param slot the number of this pair of (task, stream) within its executor
     */
    StreamOutput(
            StreamPlan plan,
            TupleSource source,
            int slot,
            SubscriptionOutput[] subscriptions,
            StreamCounters counters) {
        this.plan = plan;
        this.source = source;
        this.slot = slot;
        this.subscriptions = subscriptions;
        this.counters = counters;
        this.fieldCount = plan.fields().size();
        this.direct = plan.direct();
        this.mayLeaveWorker = Arrays.stream(subscriptions).anyMatch(SubscriptionOutput::mayLeaveWorker);
        this.sole = subscriptions.length == 1 ? subscriptions[0].sole() : null;
    }

    /** Who gets every tuple of the stream; null if that varies, or is nobody or several, or is in another worker. */
    @Nullable
    SoleReceiver sole() {
        return sole;
    }

    StreamPlan plan() {
        return plan;
    }

    TupleSource source() {
        return source;
    }

    int slot() {
        return slot;
    }

    SubscriptionOutput[] subscriptions() {
        return subscriptions;
    }

    StreamCounters counters() {
        return counters;
    }

    /** Whether any subscriber has tasks in another worker. */
    boolean mayLeaveWorker() {
        return mayLeaveWorker;
    }

    /** Refuses a plain emit that the stream cannot take. */
    void checkPlain(List<Object> values) {
        checkCount(values);
        if (direct) {
            throw new IllegalArgumentException(
                    this + " is declared direct: use emitDirect, which names the receiving task");
        }
    }

    /** Refuses a direct emit that the stream cannot take. */
    void checkDirect(List<Object> values) {
        checkCount(values);
        if (!direct) {
            throw new IllegalArgumentException(this + " is not declared direct: use emit, or declare it direct");
        }
    }

    private void checkCount(List<Object> values) {
        if (values.size() != fieldCount) {
            throw new IllegalArgumentException(this + " has " + fieldCount + " fields " + plan.fields() + ", but "
                    + values.size() + " values were emitted");
        }
    }

    boolean isClosed() {
        for (SubscriptionOutput subscription : subscriptions) {
            if (subscription.isClosed()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "stream '" + plan.id() + "' of component '" + plan.component() + "'";
    }
}
