package dev.vendaval.supervisor;

import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ChangePhase;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.ArrayList;
import java.util.List;

/** One topology that has or had workers here. */
record DesiredTopology(
        TopologyDefinition definition, TopologySettings settings, Placement placement, TopologyStatus status) {
    /** The assignment in force. */
    Assignment assignment() {
        return placement.assignment();
    }

    /** What its workers are told: REBALANCING while spouts pause for a switch. */
    TopologyStatus toldStatus() {
        boolean pausing = placement.change() != null && placement.change().phase() == ChangePhase.PAUSING;
        return pausing && status == TopologyStatus.ACTIVE ? TopologyStatus.REBALANCING : status;
    }

    /** The workers that are to live. */
    List<WorkerSlot> workers() {
        return workers(placement);
    }

    /** Those of the assignment in force, and of one that is prepared or being left. */
    static List<WorkerSlot> workers(Placement placement) {
        List<WorkerSlot> workers = new ArrayList<>(placement.assignment().workers());
        if (placement.isChanging() && placement.change() != null) {
            for (WorkerSlot worker : placement.change().other().workers()) {
                if (!workers.contains(worker)) {
                    workers.add(worker);
                }
            }
        }
        return List.copyOf(workers);
    }

    /** Whether a worker of the assignment in force has this life or may have it. */
    boolean isAssigned(Incarnation life) {
        return assignment().workers().stream()
                .anyMatch(slot -> slot.index() == life.workerIndex() && slot.lease() == life.lease());
    }

    /** What a worker of the assignment in force runs. */
    List<ExecutorTasks> executorsOf(int workerIndex) {
        return assignment().executors().stream()
                .filter(each -> each.workerIndex() == workerIndex)
                .map(ExecutorAssignment::executor)
                .toList();
    }
}
