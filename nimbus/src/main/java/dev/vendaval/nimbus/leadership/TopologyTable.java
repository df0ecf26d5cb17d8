package dev.vendaval.nimbus.leadership;

import dev.vendaval.nimbus.lifecycle.Kill;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.Versioned;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The live topologies, in the order of their submits. Every change is persisted first, with the leader epoch and the
 * version it was decided on, and applied here only if that succeeded; a write that throws leaves the table as it was.
 * Owned by the thread {@code nimbus}; its writes block up to the bound of the cluster state.
 */
final class TopologyTable {
    private static final Comparator<LiveTopology> BY_SUBMIT = Comparator.<LiveTopology>comparingLong(
                    topology -> topology.definition().submittedAtMs())
            .thenComparing(LiveTopology::id);

    private final LeaderEpoch epoch;
    private final ClusterState clusterState;
    private Map<String, LiveTopology> topologies = new LinkedHashMap<>();

    TopologyTable(LeaderEpoch epoch, ClusterState clusterState) {
        this.epoch = epoch;
        this.clusterState = clusterState;
    }

    /** Reads everything anew; what is known of kills under way is kept. */
    void load() {
        List<LiveTopology> loaded = new ArrayList<>();
        for (String id : clusterState.topologyIds()) {
            read(id).ifPresent(topology -> {
                LiveTopology known = topologies.get(id);
                loaded.add(known == null ? topology : topology.with(known.kill()));
            });
        }
        loaded.sort(BY_SUBMIT);
        Map<String, LiveTopology> next = new LinkedHashMap<>();
        loaded.forEach(topology -> next.put(topology.id(), topology));
        topologies = next;
    }

    /** Empty if it has no definition or state, that is, if it was removed between two reads. */
    private Optional<LiveTopology> read(String id) {
        Optional<TopologyDefinition> definition = clusterState.definition(id);
        Optional<Versioned<TopologyState>> state = clusterState.topologyState(id);
        if (definition.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(LiveTopology.of(
                definition.get(), state.get(), clusterState.assignment(id).orElse(null)));
    }

    Collection<LiveTopology> all() {
        return List.copyOf(topologies.values());
    }

    Set<String> ids() {
        return Set.copyOf(topologies.keySet());
    }

    Optional<LiveTopology> named(String name) {
        return topologies.values().stream()
                .filter(topology -> topology.name().equals(name))
                .findFirst();
    }

    LiveTopology create(TopologyDefinition definition, TopologyState state) {
        clusterState.createTopology(epoch, definition, state);
        LiveTopology created = LiveTopology.of(definition, newState(definition.id(), state), null);
        topologies.put(created.id(), created);
        return created;
    }

    LiveTopology changeState(LiveTopology topology, TopologyState state) {
        clusterState.updateTopologyState(
                epoch, topology.id(), state, topology.state().version());
        return apply(topology.with(newState(topology.id(), state)));
    }

    LiveTopology assign(LiveTopology topology, Assignment assignment) {
        clusterState.writeAssignment(epoch, assignment);
        return apply(topology.with(assignment));
    }

    /** Kills are not persisted beyond the topology's state: a new leader finds out how far they are. */
    LiveTopology advance(LiveTopology topology, Kill kill) {
        return apply(topology.with(kill));
    }

    void remove(LiveTopology topology) {
        clusterState.removeTopology(epoch, topology.id());
        topologies.remove(topology.id());
    }

    private LiveTopology apply(LiveTopology topology) {
        topologies.put(topology.id(), topology);
        return topology;
    }

    /** Versions are opaque: the one just written must be read. */
    private Versioned<TopologyState> newState(String id, TopologyState written) {
        return clusterState.topologyState(id).orElseGet(() -> new Versioned<>(written, 0));
    }
}
