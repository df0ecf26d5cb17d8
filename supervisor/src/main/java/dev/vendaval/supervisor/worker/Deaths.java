package dev.vendaval.supervisor.worker;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.service.WorkerDeath;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The deaths that workers here have to know of, wherever they happened: of each topology and worker index
 * the highest dead incarnation, since it implies all lower ones. So it is bounded by the workers of live
 * topologies. Owned by the supervisor's owner thread.
 */
public final class Deaths {
    private final Map<String, Map<Integer, Incarnation>> byTopology = new TreeMap<>();

    /** Notes a death; returns whether it was not known. */
    public boolean add(WorkerDeath death) {
        Incarnation dead = death.incarnation();
        Map<Integer, Incarnation> ofTopology =
                byTopology.computeIfAbsent(death.topologyId(), topologyId -> new TreeMap<>());
        Incarnation known = ofTopology.get(dead.workerIndex());
        if (known != null && known.compareTo(dead) >= 0) {
            return false;
        }
        ofTopology.put(dead.workerIndex(), dead);
        return true;
    }

    /** Those of a topology, by worker index. */
    public Collection<Incarnation> of(String topologyId) {
        Map<Integer, Incarnation> ofTopology = byTopology.get(topologyId);
        return ofTopology == null ? List.of() : List.copyOf(ofTopology.values());
    }

    /** Forgets the topologies that are not among these. */
    public void keepOnly(Set<String> liveTopologyIds) {
        byTopology.keySet().retainAll(liveTopologyIds);
    }
}
