package dev.vendaval.supervisor.worker;

import dev.vendaval.protocol.report.WorkerReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What dead workers had counted, kept while their topology lives. A worker that dies again and again
 * must not make reports grow for ever: beyond {@link #MOST_PER_SLOT} the two oldest of a slot become
 * one with the sum of both, so totals stay exact. Owned by the supervisor's owner thread.
 */
public final class RetiredReports {
    /** Retired reports per topology and slot. */
    static final int MOST_PER_SLOT = 4;

    private final Map<SlotOfTopology, Deque<WorkerReport>> byPlace = new TreeMap<>();

    /** Keeps the last report of a worker that has died. */
    public void add(WorkerReport last) {
        restore(Reports.retired(last));
    }

    /** Keeps what {@link #all} gave before a restart. */
    public void restore(WorkerReport kept) {
        Deque<WorkerReport> reports = byPlace.computeIfAbsent(
                new SlotOfTopology(kept.topologyId(), kept.port()), place -> new ArrayDeque<>());
        reports.addLast(kept);
        if (reports.size() > MOST_PER_SLOT) {
            reports.addFirst(Reports.folded(reports.removeFirst(), reports.removeFirst()));
        }
    }

    /** A report that arrived after its worker's death was noticed takes the place of the one before; true if it did. */
    public boolean late(WorkerReport report) {
        Deque<WorkerReport> reports = byPlace.get(new SlotOfTopology(report.topologyId(), report.port()));
        if (reports != null && reports.getLast().incarnation().equals(report.incarnation())) {
            reports.removeLast();
            reports.addLast(Reports.retired(report));
            return true;
        }
        return false;
    }

    /** Forgets the topologies that are not among these. */
    public void keepOnly(Set<String> liveTopologyIds) {
        byPlace.keySet().removeIf(place -> !liveTopologyIds.contains(place.topologyId()));
    }

    /** All of them, by topology, slot and age. */
    public List<WorkerReport> all() {
        List<WorkerReport> all = new ArrayList<>();
        byPlace.values().forEach(all::addAll);
        return all;
    }
}
