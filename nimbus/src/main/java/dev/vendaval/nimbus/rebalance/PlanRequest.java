package dev.vendaval.nimbus.rebalance;

import dev.vendaval.nimbus.scheduling.SupervisorSlots;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.List;
import java.util.Set;

/**
 * A topology that runs and what is wished of it.
 *
 * @param definition configured as by the assignment in force
 * @param layout of the assignment in force
 * @param current the assignment in force, which has workers; the ids that its growth has used are not used again
 * @param version of the next assignment; also the lease of its new slots
 * @param supervisors all that are present, with their free slots
 * @param livingIndexes of its workers that have not ended yet, in the assignment or not
 */
public record PlanRequest(
        TopologyDefinition definition,
        TaskLayout layout,
        Assignment current,
        long version,
        List<SupervisorSlots> supervisors,
        RebalanceWish wish,
        Set<Integer> livingIndexes) {
    public PlanRequest {
        supervisors = List.copyOf(supervisors);
        livingIndexes = Set.copyOf(livingIndexes);
    }

    /** While none lives that is not in the assignment. */
    public PlanRequest(
            TopologyDefinition definition,
            TaskLayout layout,
            Assignment current,
            long version,
            List<SupervisorSlots> supervisors,
            RebalanceWish wish) {
        this(definition, layout, current, version, supervisors, wish, Set.of());
    }
}
