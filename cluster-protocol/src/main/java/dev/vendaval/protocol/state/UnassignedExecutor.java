package dev.vendaval.protocol.state;

import dev.vendaval.protocol.topology.ExecutorTasks;

/**
 * An executor that could not be placed.
 *
 * @param reason why, in a sentence for the user
 * @param formerWorker index of the worker that lost its slot with the executor in it, and runs it again once it has one;
 *     {@link #NO_WORKER} if none has run it yet
 */
public record UnassignedExecutor(ExecutorTasks executor, String reason, int formerWorker) {
    /** The former worker of an executor that has not been placed before. */
    public static final int NO_WORKER = -1;

    /** An executor that has not been placed before. */
    public UnassignedExecutor(ExecutorTasks executor, String reason) {
        this(executor, reason, NO_WORKER);
    }
}
