package dev.vendaval.worker.outbound;

import dev.vendaval.worker.exchange.Inbox;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.plan.ExecutorPlan;
import org.jspecify.annotations.Nullable;

/** The other executors of the topology, as seen from one worker. Safe for any thread. */
public interface Neighbours {
    /** The inbox of an executor of this worker; null if it runs elsewhere. */
    @Nullable
    Inbox local(ExecutorPlan executor);

    /** The way to an executor of another worker. */
    RemoteExecutor remote(ExecutorPlan executor);
}
