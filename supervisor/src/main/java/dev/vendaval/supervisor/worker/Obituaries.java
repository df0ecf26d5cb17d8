package dev.vendaval.supervisor.worker;

import dev.vendaval.protocol.report.SlotNotice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How workers ended that nobody had told to: the last few of each slot, kept while their topology lives, since who looks
 * after it comes when the next worker has long been running. Owned by the supervisor's owner thread.
 */
public final class Obituaries {
    /** Kept for each topology and slot. */
    static final int MOST_PER_SLOT = 3;

    private final Map<SlotOfTopology, Deque<SlotNotice>> byPlace = new TreeMap<>();

    /** A worker has ended. */
    public void add(SlotNotice notice) {
        Deque<SlotNotice> notices = byPlace.computeIfAbsent(
                new SlotOfTopology(notice.topologyId(), notice.port()), place -> new ArrayDeque<>());
        notices.addLast(notice);
        if (notices.size() > MOST_PER_SLOT) {
            notices.removeFirst();
        }
    }

    /** Forgets the topologies that are not among these. */
    public void keepOnly(Set<String> liveTopologyIds) {
        byPlace.keySet().removeIf(place -> !liveTopologyIds.contains(place.topologyId()));
    }

    /** All of them, by topology, slot and age. */
    public List<SlotNotice> all() {
        List<SlotNotice> all = new ArrayList<>();
        byPlace.values().forEach(all::addAll);
        return all;
    }
}
