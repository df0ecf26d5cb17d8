package dev.vendaval.worker.outbound;

import dev.vendaval.worker.metrics.StreamCounters;
import dev.vendaval.worker.plan.StreamPlan;
import dev.vendaval.worker.tuple.TupleSource;
import java.util.List;

/** One stream of one task: where its tuples go. Made when the executor is; its counters are the executor's. */
final class StreamOutput {
    private final StreamPlan plan;
    private final TupleSource source;
    private final int slot;
    private final SubscriptionOutput[] subscriptions;
    private final StreamCounters counters;

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

    /** Refuses a plain emit that the stream cannot take. */
    void checkPlain(List<Object> values) {
        checkCount(values);
        if (plan.direct()) {
            throw new IllegalArgumentException(
                    this + " is declared direct: use emitDirect, which names the receiving task");
        }
    }

    /** Refuses a direct emit that the stream cannot take. */
    void checkDirect(List<Object> values) {
        checkCount(values);
        if (!plan.direct()) {
            throw new IllegalArgumentException(this + " is not declared direct: use emit, or declare it direct");
        }
    }

    private void checkCount(List<Object> values) {
        if (values.size() != plan.fields().size()) {
            throw new IllegalArgumentException(this + " has " + plan.fields().size() + " fields " + plan.fields()
                    + ", but " + values.size() + " values were emitted");
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
