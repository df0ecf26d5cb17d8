package dev.vendaval.worker.host;

import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.state.WorkerSlot;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the workers of an assignment are, those without a slot included: their place is kept, and so are their executors.
 * Immutable.
 */
final class WorkerSlots {
    private final Map<Integer, WorkerSlot> byIndex;

    private WorkerSlots(Map<Integer, WorkerSlot> byIndex) {
        this.byIndex = Map.copyOf(byIndex);
    }

    static WorkerSlots of(Assignment assignment) {
        Map<Integer, WorkerSlot> slots = new HashMap<>();
        for (UnassignedExecutor waiting : assignment.unassigned()) {
            if (waiting.formerWorker() != UnassignedExecutor.NO_WORKER) {
                slots.put(waiting.formerWorker(), none(waiting.formerWorker(), assignment.version()));
            }
        }
        assignment.workers().forEach(slot -> slots.put(slot.index(), slot));
        return new WorkerSlots(slots);
    }

    /** Links know port 0 as no slot; every earlier lease is over, and that of the next slot will be higher. */
    private static WorkerSlot none(int index, long version) {
        return new WorkerSlot(index, "", "", 0, version);
    }

    Map<Integer, WorkerSlot> byIndex() {
        return byIndex;
    }
}
