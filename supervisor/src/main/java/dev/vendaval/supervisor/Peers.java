package dev.vendaval.supervisor;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.state.WorkerSlot;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the other supervisors are that work for topologies here. An address stays known while the supervisor has
 * such workers, also when its registration ends: a lost session says nothing about the way to it. Owned by the
 * supervisor's owner thread.
 */
final class Peers {
    private final String ownId;
    private final Map<String, HostPort> addresses = new HashMap<>();

    Peers(String ownId) {
        this.ownId = ownId;
    }

    /** The cluster state was read. */
    void update(DesiredState desired) {
        addresses.putAll(desired.supervisors());
        Set<String> working = desired.topologies().values().stream()
                .flatMap(topology -> topology.workers().stream())
                .map(WorkerSlot::supervisorId)
                .filter(id -> !id.equals(ownId))
                .collect(Collectors.toSet());
        addresses.keySet().retainAll(working);
    }

    /** Those that have workers of the topology and whose address is known. */
    Collection<HostPort> of(DesiredTopology topology) {
        return topology.workers().stream()
                .map(WorkerSlot::supervisorId)
                .distinct()
                .map(addresses::get)
                .filter(Objects::nonNull)
                .toList();
    }
}
