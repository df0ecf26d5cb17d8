package dev.vendaval.nimbus.scheduling;

import dev.vendaval.protocol.topology.ExecutorTasks;
import java.util.List;

/**
 * A topology that is to be placed.
 *
 * @param version of the assignment to make; also the lease of its slots, since it grows with every assignment
 * @param workersWanted as configured
 * @param executors of the user's components, those of one component next to each other
 */
public record PlacementRequest(String topologyId, long version, int workersWanted, List<ExecutorTasks> executors) {
    public PlacementRequest {
        executors = List.copyOf(executors);
    }
}
