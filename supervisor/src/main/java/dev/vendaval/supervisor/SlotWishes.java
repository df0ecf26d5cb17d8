package dev.vendaval.supervisor;

import dev.vendaval.protocol.report.SlotNotice;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.supervisor.slot.Slot;
import dev.vendaval.supervisor.slot.SlotTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each slot is meant to run: a pure function of the desired state and of what the slots run now.
 *
 * @param byPort only slots that are meant to run something
 * @param strays sentences about assignments to ports that are not slots of this host
 */
record SlotWishes(Map<Integer, SlotTarget> byPort, List<SlotNotice> strays) {
    /** Beyond a topology's clean-up time-out, since the worker's own deadline comes first. */
    private static final Duration STOP_ALLOWANCE = Duration.ofSeconds(2);

    static SlotWishes of(DesiredState desired, String supervisorId, Collection<Slot> slots) {
        Map<Integer, Slot> present = new HashMap<>();
        slots.forEach(slot -> present.put(slot.port(), slot));
        Map<Integer, SlotTarget> byPort = new HashMap<>();
        List<SlotNotice> strays = new ArrayList<>();
        for (DesiredTopology topology : new TreeMap<>(desired.topologies()).values()) {
            for (WorkerSlot worker : topology.workers()) {
                if (worker.supervisorId().equals(supervisorId)) {
                    place(topology, worker, present, byPort, strays);
                }
            }
        }
        for (Slot slot : slots) {
            SlotTarget wanted = slot.wanted();
            if (wanted != null && desired.unreadable().contains(wanted.topologyId())) {
                byPort.put(slot.port(), wanted);
            }
        }
        return new SlotWishes(Map.copyOf(byPort), List.copyOf(strays));
    }

    private static void place(
            DesiredTopology topology,
            WorkerSlot worker,
            Map<Integer, Slot> present,
            Map<Integer, SlotTarget> byPort,
            List<SlotNotice> strays) {
        String topologyId = topology.definition().id();
        Slot slot = present.get(worker.port());
        if (slot == null) {
            strays.add(new SlotNotice(
                    topologyId, worker.port(), "port " + worker.port() + " is not a slot of this supervisor any more"));
            return;
        }
        SlotTarget target = new SlotTarget(
                topologyId,
                worker.index(),
                worker.lease(),
                topology.definition().artifact(),
                topology.settings().cleanupTimeout().plus(STOP_ALLOWANCE));
        // Assignments are read one after the other, so a slot on its way from one topology to the next may
        // be seen in both; until the next read tells, it stays with the one it is with.
        if (!byPort.containsKey(worker.port()) || target.equals(slot.wanted())) {
            byPort.put(worker.port(), target);
        }
    }
}
