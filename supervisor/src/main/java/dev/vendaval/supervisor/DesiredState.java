package dev.vendaval.supervisor;

import dev.vendaval.protocol.config.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster state says about this supervisor, read in one pass.
 *
 * @param topologies by id, those that have a slot here
 * @param unreadable those whose records could not be read: nothing of theirs may be changed
 * @param liveTopologyIds all there are, in any status, here or elsewhere
 * @param supervisors where the supervisors are that are present, by id; only read when a topology here has
 *     workers elsewhere
 * @param leader where the leading Nimbus is, or null if there is none
 * @param nimbuses where all are that are present
 */
record DesiredState(
        Map<String, DesiredTopology> topologies,
        Set<String> unreadable,
        Set<String> liveTopologyIds,
        Map<String, HostPort> supervisors,
        @Nullable HostPort leader,
        List<HostPort> nimbuses) {
    DesiredState {
        topologies = Map.copyOf(topologies);
        unreadable = Set.copyOf(unreadable);
        liveTopologyIds = Set.copyOf(liveTopologyIds);
        supervisors = Map.copyOf(supervisors);
        nimbuses = List.copyOf(nimbuses);
    }

    /** Where all Nimbuses are, the leader first. */
    List<HostPort> nimbusesLeaderFirst() {
        List<HostPort> ordered = new ArrayList<>(nimbuses);
        if (leader != null) {
            ordered.remove(leader);
            ordered.add(0, leader);
        }
        return ordered;
    }
}
