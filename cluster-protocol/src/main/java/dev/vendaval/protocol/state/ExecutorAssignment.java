package dev.vendaval.protocol.state;

import dev.vendaval.protocol.topology.ExecutorTasks;

/**
 * An executor and the worker that runs it.
 *
 * @param workerIndex {@link WorkerSlot#index()}
 */
public record ExecutorAssignment(ExecutorTasks executor, int workerIndex) {}
