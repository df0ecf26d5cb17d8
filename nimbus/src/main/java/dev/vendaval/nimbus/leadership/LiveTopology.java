package dev.vendaval.nimbus.leadership;

import dev.vendaval.nimbus.lifecycle.Kill;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.Versioned;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A topology as the leader knows it: what the cluster state holds of it, and how far its kill is.
 *
 * @param state with the version to name in the next write
 * @param assignment null until the first was written
 * @param kill null unless the status is KILLED
 */
record LiveTopology(
        TopologyDefinition definition,
        TaskLayout layout,
        TopologySettings settings,
        Versioned<TopologyState> state,
        @Nullable Assignment assignment,
        @Nullable Kill kill) {
    static LiveTopology of(
            TopologyDefinition definition, Versioned<TopologyState> state, @Nullable Assignment assignment) {
        return new LiveTopology(
                definition,
                TaskLayout.of(definition.topology(), definition.config()),
                TopologySettings.of(definition.config()),
                state,
                assignment,
                null);
    }

    String id() {
        return definition.id();
    }

    String name() {
        return definition.name();
    }

    TopologyStatus status() {
        return state.value().status();
    }

    boolean isPlaced() {
        return assignment != null && !assignment.workers().isEmpty();
    }

    /** Whether it should have workers and has none. */
    boolean isWaiting() {
        return status() != TopologyStatus.KILLED && !isPlaced();
    }

    long nextAssignmentVersion() {
        return assignment == null ? 1 : assignment.version() + 1;
    }

    Set<String> supervisors() {
        return assignment == null
                ? Set.of()
                : assignment.workers().stream().map(WorkerSlot::supervisorId).collect(Collectors.toSet());
    }

    /** The slot that this life of a worker has; empty if it has none, or if its slot was given away. */
    Optional<WorkerSlot> slotOf(Incarnation life) {
        return assignment == null ? Optional.empty() : slotOf(assignment, life);
    }

    static Optional<WorkerSlot> slotOf(Assignment assignment, Incarnation life) {
        return assignment.workers().stream()
                .filter(slot -> slot.index() == life.workerIndex() && slot.lease() == life.lease())
                .findFirst();
    }

    LiveTopology with(Versioned<TopologyState> newState) {
        return new LiveTopology(definition, layout, settings, newState, assignment, kill);
    }

    LiveTopology with(Assignment newAssignment) {
        return new LiveTopology(definition, layout, settings, state, newAssignment, kill);
    }

    LiveTopology with(@Nullable Kill newKill) {
        return new LiveTopology(definition, layout, settings, state, assignment, newKill);
    }
}
