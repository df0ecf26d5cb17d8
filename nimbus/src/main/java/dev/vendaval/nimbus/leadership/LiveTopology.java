package dev.vendaval.nimbus.leadership;

import dev.vendaval.nimbus.lifecycle.Kill;
import dev.vendaval.nimbus.rebalance.Rebalance;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.state.Versioned;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ConfigChange;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskGrowth;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A topology as the leader knows it: what the cluster state holds of it, and how far its kill or rebalance is.
 *
 * @param definition as submitted
 * @param layout of the assignment in force
 * @param settings as the assignment in force configures it
 * @param state with the version to name in the next write
 * @param placement the assignment in force and its change; null until the first assignment was written
 * @param kill null unless the status is KILLED
 * @param rebalance null unless the placement is changing
 * @param endedRebalance the newest that this leader has seen through, null if there is none
 */
record LiveTopology(
        TopologyDefinition definition,
        TaskLayout layout,
        TopologySettings settings,
        Versioned<TopologyState> state,
        @Nullable Placement placement,
        @Nullable Kill kill,
        @Nullable Rebalance rebalance,
        @Nullable EndedRebalance endedRebalance) {
    static LiveTopology of(
            TopologyDefinition definition, Versioned<TopologyState> state, @Nullable Placement placement) {
        return new LiveTopology(
                definition,
                layout(definition, placement),
                settings(definition, placement),
                state,
                placement,
                null,
                null,
                null);
    }

    private static TaskLayout layout(TopologyDefinition definition, @Nullable Placement placement) {
        TaskGrowth growth =
                placement == null ? TaskGrowth.NONE : placement.assignment().growth();
        return TaskLayout.of(definition.topology(), definition.config(), growth);
    }

    private static TopologySettings settings(TopologyDefinition definition, @Nullable Placement placement) {
        return TopologySettings.of(definition.with(config(placement)).config());
    }

    private static ConfigChange config(@Nullable Placement placement) {
        return placement == null ? ConfigChange.NONE : placement.assignment().config();
    }

    String id() {
        return definition.id();
    }

    String name() {
        return definition.name();
    }

    /** What it is meant to do, whether its assignment changes or not. */
    TopologyStatus status() {
        return state.value().status();
    }

    /** As users see it: REBALANCING while its assignment changes. */
    TopologyStatus shownStatus() {
        return isChanging() && status() != TopologyStatus.KILLED ? TopologyStatus.REBALANCING : status();
    }

    /** The assignment in force, null until the first was written. */
    @Nullable
    Assignment assignment() {
        return placement == null ? null : placement.assignment();
    }

    Placement requirePlacement() {
        return Objects.requireNonNull(placement, "a topology with an assignment");
    }

    boolean isPlaced() {
        return placement != null && !placement.assignment().workers().isEmpty();
    }

    /** Whether it should have workers and has none. */
    boolean isWaiting() {
        return status() != TopologyStatus.KILLED && !isPlaced();
    }

    /** Whether another assignment is prepared, or one is being left. */
    boolean isChanging() {
        return placement != null && placement.isChanging();
    }

    /** What it has got since its submit, and which ids were used. */
    TaskGrowth growth() {
        return placement == null ? TaskGrowth.NONE : placement.growth();
    }

    /** What rebalances have changed of its configuration. */
    ConfigChange config() {
        return config(placement);
    }

    /** As the assignment in force configures it. */
    TopologyDefinition configured() {
        return definition.with(config());
    }

    /** As configured, or as a rebalance has wished since. */
    int workersWanted() {
        return placement == null ? settings.workers() : placement.assignment().workersWanted();
    }

    /** As last assigned, since a rebalance may have changed what was submitted. */
    List<ExecutorTasks> executors() {
        Assignment present = assignment();
        if (present == null
                || (present.executors().isEmpty() && present.unassigned().isEmpty())) {
            return layout.executors();
        }
        return Stream.concat(
                        present.executors().stream().map(ExecutorAssignment::executor),
                        present.unassigned().stream().map(UnassignedExecutor::executor))
                .sorted(Comparator.comparing(executor -> executor.tasks().get(0)))
                .toList();
    }

    long nextAssignmentVersion() {
        return placement == null ? 1 : placement.nextVersion();
    }

    /** Those with a worker, also of an assignment that is prepared or being left. */
    Set<String> supervisors() {
        return workers().stream().map(WorkerSlot::supervisorId).collect(Collectors.toSet());
    }

    /** The workers of the assignment in force and of one that is prepared or being left. */
    List<WorkerSlot> workers() {
        return placement == null ? List.of() : placement.workers();
    }

    /** The slot that this life of a worker has; empty if it has none, or if its slot was given away. */
    Optional<WorkerSlot> slotOf(Incarnation life) {
        return placement == null ? Optional.empty() : slotOf(placement, life);
    }

    static Optional<WorkerSlot> slotOf(Placement placement, Incarnation life) {
        return placement.workers().stream()
                .filter(slot -> slot.index() == life.workerIndex() && slot.lease() == life.lease())
                .findFirst();
    }

    LiveTopology with(Versioned<TopologyState> newState) {
        return new LiveTopology(definition, layout, settings, newState, placement, kill, rebalance, endedRebalance);
    }

    LiveTopology with(Placement newPlacement) {
        Rebalance continued = newPlacement.isChanging() ? rebalance : null;
        boolean asBefore =
                growth().added().equals(newPlacement.assignment().growth().added());
        TaskLayout newLayout = asBefore ? layout : layout(definition, newPlacement);
        TopologySettings newSettings =
                config().equals(newPlacement.assignment().config()) ? settings : settings(definition, newPlacement);
        return new LiveTopology(
                definition, newLayout, newSettings, state, newPlacement, kill, continued, endedRebalance);
    }

    LiveTopology with(@Nullable Kill newKill) {
        return new LiveTopology(definition, layout, settings, state, placement, newKill, rebalance, endedRebalance);
    }

    LiveTopology with(@Nullable Rebalance newRebalance) {
        return new LiveTopology(definition, layout, settings, state, placement, kill, newRebalance, endedRebalance);
    }

    LiveTopology with(EndedRebalance ended) {
        return new LiveTopology(definition, layout, settings, state, placement, kill, null, ended);
    }

    /** What was read anew, with what is known beyond it. */
    LiveTopology readAgain(LiveTopology read) {
        boolean same = rebalance != null
                && read.placement != null
                && read.placement.isChanging()
                && placement != null
                && placement.nextVersion() == read.placement.nextVersion();
        return new LiveTopology(
                read.definition,
                read.layout,
                read.settings,
                read.state,
                read.placement,
                kill,
                same ? rebalance : null,
                endedRebalance);
    }
}
