package dev.vendaval.protocol.state;

import java.util.List;

/**
 * Which worker runs which executors; one atomic decision.
 *
 * @param version 1 for the first, then one more for each change
 * @param workersWanted as configured; {@code workers} may be fewer
 * @param workers empty when nothing is placed or everything shall stop
 */
public record Assignment(
        String topologyId,
        long version,
        int workersWanted,
        List<WorkerSlot> workers,
        List<ExecutorAssignment> executors,
        List<UnassignedExecutor> unassigned) {
    public Assignment {
        workers = List.copyOf(workers);
        executors = List.copyOf(executors);
        unassigned = List.copyOf(unassigned);
    }

    /** The same with its workers in other slots. */
    public Assignment withWorkers(List<WorkerSlot> others) {
        return new Assignment(topologyId, version, workersWanted, others, executors, unassigned);
    }
}
