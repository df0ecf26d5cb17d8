package dev.vendaval.nimbus.statistics;

import dev.vendaval.nimbus.scheduling.UsedSlot;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.topology.ComponentTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of one topology at one moment; immutable.
 *
 * @param assignment null until the first was written
 * @param change how far a change of the assignment is and what it waits for, empty if there is none
 * @param reports the newest report of each supervisor
 * @param registered ids of the supervisors that are present
 * @param orphaned slots of supervisors that have gone whose workers report by themselves
 */
public record TopologyView(
        TopologyDefinition definition,
        TaskLayout layout,
        TopologyStatus status,
        @Nullable Assignment assignment,
        String change,
        List<SupervisorReport> reports,
        Set<String> registered,
        Set<UsedSlot> orphaned) {
    public TopologyView {
        reports = List.copyOf(reports);
        registered = Set.copyOf(registered);
        orphaned = Set.copyOf(orphaned);
    }

    /** Whether somebody reports the worker in that slot: its supervisor, or the worker itself. */
    boolean isReported(String supervisorId, int port) {
        return registered.contains(supervisorId) || orphaned.contains(new UsedSlot(supervisorId, port));
    }

    /** How many executors a component has: as assigned, since a rebalance may have changed what was submitted. */
    int executorsOf(ComponentTasks component) {
        Assignment present = assignment;
        if (present == null
                || (present.executors().isEmpty() && present.unassigned().isEmpty())) {
            return component.executors().size();
        }
        return (int) Stream.concat(
                        present.executors().stream().map(ExecutorAssignment::executor),
                        present.unassigned().stream().map(UnassignedExecutor::executor))
                .filter(executor -> executor.component().equals(component.component()))
                .count();
    }
}
