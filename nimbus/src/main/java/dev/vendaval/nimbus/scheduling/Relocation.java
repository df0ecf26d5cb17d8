package dev.vendaval.nimbus.scheduling;

import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.state.WorkerSlot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives the workers of dead hosts slots on living ones: the same worker index, the same executors, a higher lease. Pure.
 *
 * <p>A worker for which no slot is free loses its own all the same, so that the others learn of its end, and its executors
 * wait, unassigned, until one is free. But a topology of which no worker would be left stays as it is: nobody would
 * learn anything, and its hosts may yet come back with all its workers alive.
 */
public final class Relocation {
    private Relocation() {}

    /** Whether any worker of the topology needs a slot: otherwise nobody need look for free ones. */
    public static boolean concerns(Assignment present, Set<String> deadSupervisors) {
        return present.workers().stream().anyMatch(worker -> deadSupervisors.contains(worker.supervisorId()))
                || present.unassigned().stream().anyMatch(each -> each.formerWorker() != UnassignedExecutor.NO_WORKER);
    }

    /**
     * The next assignment of a topology that {@linkplain #concerns is concerned}; empty if it stays as it is.
     *
     * @param version of the next assignment, also the lease of its new slots
     * @param deadSupervisors whose hosts are dead
     * @param supervisors that are present, with their free slots
     */
    public static Optional<Assignment> next(
            Assignment present, long version, Set<String> deadSupervisors, List<SupervisorSlots> supervisors) {
        Map<Integer, WorkerSlot> dead = new HashMap<>();
        List<WorkerSlot> workers = new ArrayList<>();
        SlotChoice choice = new SlotChoice(supervisors);
        for (WorkerSlot worker : present.workers()) {
            if (deadSupervisors.contains(worker.supervisorId())) {
                dead.put(worker.index(), worker);
            } else {
                workers.add(worker);
                choice.hasWorkerAt(worker.supervisorId());
            }
        }
        for (int index : homeless(present, dead.keySet())) {
            choice.next()
                    .ifPresent(slot ->
                            workers.add(new WorkerSlot(index, slot.supervisorId(), slot.host(), slot.port(), version)));
        }
        workers.sort(Comparator.comparingInt(WorkerSlot::index));
        if (workers.isEmpty() || workers.equals(present.workers())) {
            return Optional.empty();
        }
        return Optional.of(with(present, version, workers, dead, EvenScheduler.whyNot(supervisors)));
    }

    /** Whether a host of any worker that a switch needs or leaves is dead. */
    public static boolean concerns(Placement switching, Set<String> deadSupervisors) {
        return switching.previous() != null
                && switching.workers().stream().anyMatch(worker -> deadSupervisors.contains(worker.supervisorId()));
    }

    /**
     * The same switch, with workers of dead hosts in other slots, also those that only the assignment being left has: nobody
     * else would tell the others that what they wait for is gone. One for which no slot is free gets another lease in the
     * slot that it had, once: that says that it is dead, and nobody uses it. Empty if it stays as it is.
     */
    public static Optional<Placement> during(
            Placement switching, Set<String> deadSupervisors, List<SupervisorSlots> supervisors) {
        Assignment inForce = switching.assignment();
        Assignment left = Objects.requireNonNull(switching.previous(), "a switch");
        SlotChoice choice = new SlotChoice(supervisors);
        Map<Integer, WorkerSlot> slots = new LinkedHashMap<>();
        inForce.workers().forEach(worker -> slots.put(worker.index(), worker));
        left.workers().forEach(worker -> slots.putIfAbsent(worker.index(), worker));
        slots.values().stream()
                .filter(worker -> !deadSupervisors.contains(worker.supervisorId()))
                .forEach(worker -> choice.hasWorkerAt(worker.supervisorId()));
        slots.replaceAll((index, worker) -> deadSupervisors.contains(worker.supervisorId())
                ? elsewhere(worker, choice, inForce.version(), switching.nextVersion())
                : worker);
        boolean isAnyLeft =
                slots.values().stream().anyMatch(worker -> !deadSupervisors.contains(worker.supervisorId()));
        Placement next = switching.relocated(placed(inForce, slots), placed(left, slots));
        return !isAnyLeft || next.equals(switching) ? Optional.empty() : Optional.of(next);
    }

    private static List<WorkerSlot> placed(Assignment assignment, Map<Integer, WorkerSlot> slots) {
        return assignment.workers().stream()
                .map(worker -> Objects.requireNonNull(slots.get(worker.index())))
                .toList();
    }

    private static WorkerSlot elsewhere(WorkerSlot worker, SlotChoice choice, long version, long lease) {
        return choice.next()
                .map(slot -> new WorkerSlot(worker.index(), slot.supervisorId(), slot.host(), slot.port(), lease))
                .orElseGet(() -> declaredDead(worker, version, lease));
    }

    /** Leases above the version of the assignment in force are given in a switch only. */
    private static WorkerSlot declaredDead(WorkerSlot worker, long version, long lease) {
        return worker.lease() > version
                ? worker
                : new WorkerSlot(worker.index(), worker.supervisorId(), worker.host(), worker.port(), lease);
    }

    /** The workers that need a slot, those of the dead and those that have none, in the order of their indexes. */
    private static Set<Integer> homeless(Assignment present, Set<Integer> dead) {
        Set<Integer> homeless = new TreeSet<>(dead);
        present.unassigned().stream()
                .map(UnassignedExecutor::formerWorker)
                .filter(index -> index != UnassignedExecutor.NO_WORKER)
                .forEach(homeless::add);
        return homeless;
    }

    private static Assignment with(
            Assignment present, long version, List<WorkerSlot> workers, Map<Integer, WorkerSlot> dead, String whyNot) {
        Set<Integer> placed = new HashSet<>();
        workers.forEach(worker -> placed.add(worker.index()));
        List<ExecutorAssignment> executors = new ArrayList<>();
        List<UnassignedExecutor> unassigned = new ArrayList<>();
        for (ExecutorAssignment each : present.executors()) {
            WorkerSlot lost = dead.get(each.workerIndex());
            if (placed.contains(each.workerIndex())) {
                executors.add(each);
            } else if (lost != null) {
                String reason =
                        "its host " + lost.host() + " (supervisor " + lost.supervisorId() + ") is gone, and " + whyNot;
                unassigned.add(new UnassignedExecutor(each.executor(), reason, each.workerIndex()));
            }
        }
        for (UnassignedExecutor each : present.unassigned()) {
            if (placed.contains(each.formerWorker())) {
                executors.add(new ExecutorAssignment(each.executor(), each.formerWorker()));
            } else {
                unassigned.add(each);
            }
        }
        executors.sort(Comparator.comparingInt(each -> each.executor().tasks().get(0)));
        unassigned.sort(Comparator.comparingInt(each -> each.executor().tasks().get(0)));
        return new Assignment(
                present.topologyId(),
                version,
                present.workersWanted(),
                workers,
                executors,
                unassigned,
                present.growth(),
                present.config());
    }
}
