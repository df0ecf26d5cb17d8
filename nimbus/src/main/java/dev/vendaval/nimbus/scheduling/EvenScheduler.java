package dev.vendaval.nimbus.scheduling;

import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.state.WorkerSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Places a topology evenly: workers over supervisors, then executors over workers. Pure, and the same for equal input.
 *
 * <p>Workers go one by one to the supervisor that has the fewest of this topology so far, then to that with the most
 * free slots, then by id. Executors are dealt out round robin over the workers and the dealing goes on from component
 * to component, so that both each component and the whole differ by at most one between any two workers. There are
 * never more workers than executors. With fewer free slots than workers wanted it makes do with what there is; with
 * none every executor is unassigned and says why.
 *
 * <p>Left out on purpose: resources, tags, what other topologies load on a host.
 */
public final class EvenScheduler {
    private EvenScheduler() {}

    /** The assignment for a topology that has no workers. */
    public static Assignment place(PlacementRequest request, List<SupervisorSlots> supervisors) {
        List<WorkerSlot> workers = chooseSlots(request, supervisors);
        if (workers.isEmpty()) {
            return unplaced(request, supervisors);
        }
        List<ExecutorAssignment> executors = new ArrayList<>();
        for (int i = 0; i < request.executors().size(); i++) {
            executors.add(new ExecutorAssignment(request.executors().get(i), i % workers.size()));
        }
        return new Assignment(
                request.topologyId(), request.version(), request.workersWanted(), workers, executors, List.of());
    }

    private static List<WorkerSlot> chooseSlots(PlacementRequest request, List<SupervisorSlots> supervisors) {
        int useful = Math.min(request.workersWanted(), request.executors().size());
        SlotChoice choice = new SlotChoice(supervisors);
        List<WorkerSlot> chosen = new ArrayList<>();
        while (chosen.size() < useful) {
            Optional<SlotChoice.Choice> next = choice.next();
            if (next.isEmpty()) {
                break;
            }
            SlotChoice.Choice slot = next.get();
            chosen.add(new WorkerSlot(chosen.size(), slot.supervisorId(), slot.host(), slot.port(), request.version()));
        }
        return chosen;
    }

    private static Assignment unplaced(PlacementRequest request, List<SupervisorSlots> supervisors) {
        String reason = whyNot(supervisors);
        List<UnassignedExecutor> unassigned = request.executors().stream()
                .map(executor -> new UnassignedExecutor(executor, reason))
                .toList();
        return new Assignment(
                request.topologyId(), request.version(), request.workersWanted(), List.of(), List.of(), unassigned);
    }

    /** What keeps a topology from having a slot, as a part of a sentence. */
    static String whyNot(List<SupervisorSlots> supervisors) {
        if (supervisors.isEmpty()) {
            return "no supervisor is connected; it is placed as soon as one has a free slot";
        }
        int slots = supervisors.stream().mapToInt(SupervisorSlots::slots).sum();
        return "no slot is free: " + counted(slots, "slot") + " on " + counted(supervisors.size(), "supervisor")
                + (slots == 1 ? ", in use" : slots == 0 ? "" : ", all in use")
                + "; it is placed as soon as one is free";
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
