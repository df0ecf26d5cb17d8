package dev.vendaval.protocol.state;

import dev.vendaval.protocol.topology.ConfigChange;
import dev.vendaval.protocol.topology.TaskGrowth;
import java.util.List;

/**
 * Which worker runs which executors; one atomic decision.
 *
 * @param version 1 for the first, then one more for each change
 * @param workersWanted as configured; {@code workers} may be fewer
 * @param workers empty when nothing is placed or everything shall stop
 * @param growth which tasks there are besides those of the submit
 * @param config what of the configuration is another than at the submit
 */
public record Assignment(
        String topologyId,
        long version,
        int workersWanted,
        List<WorkerSlot> workers,
        List<ExecutorAssignment> executors,
        List<UnassignedExecutor> unassigned,
        TaskGrowth growth,
        ConfigChange config) {
    public Assignment {
        workers = List.copyOf(workers);
        executors = List.copyOf(executors);
        unassigned = List.copyOf(unassigned);
    }

    /** Of a topology that is as submitted. */
    public Assignment(
            String topologyId,
            long version,
            int workersWanted,
            List<WorkerSlot> workers,
            List<ExecutorAssignment> executors,
            List<UnassignedExecutor> unassigned) {
        this(topologyId, version, workersWanted, workers, executors, unassigned, TaskGrowth.NONE, ConfigChange.NONE);
    }

    /** The same with this growth. */
    public Assignment with(TaskGrowth next) {
        return new Assignment(topologyId, version, workersWanted, workers, executors, unassigned, next, config);
    }

    /** The same with this configuration. */
    public Assignment with(ConfigChange next) {
        return new Assignment(topologyId, version, workersWanted, workers, executors, unassigned, growth, next);
    }

    /** The same with its workers in other slots. */
    public Assignment withWorkers(List<WorkerSlot> others) {
        return new Assignment(topologyId, version, workersWanted, others, executors, unassigned, growth, config);
    }
}
