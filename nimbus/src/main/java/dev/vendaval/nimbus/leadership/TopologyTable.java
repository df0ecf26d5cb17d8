package dev.vendaval.nimbus.leadership;

import dev.vendaval.nimbus.lifecycle.Kill;
import dev.vendaval.nimbus.rebalance.Rebalance;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.Versioned;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live topologies, in the order of their submits. Every change is persisted first, with the leader epoch and the
 * version it was decided on, and applied here only if that succeeded; a write that throws leaves the table as it was.
 * A topology whose records cannot be used is known by its id only, and hides no other.
 * Owned by the thread {@code nimbus}; its writes block up to the bound of the cluster state.
 */
final class TopologyTable {
    private static final Logger LOG = LoggerFactory.getLogger(TopologyTable.class);

    private static final Comparator<LiveTopology> BY_SUBMIT = Comparator.<LiveTopology>comparingLong(
                    topology -> topology.definition().submittedAtMs())
            .thenComparing(LiveTopology::id);

    private final LeaderEpoch epoch;
    private final ClusterState clusterState;
    private Map<String, LiveTopology> topologies = new LinkedHashMap<>();
    private List<UnreadableTopology> unreadable = List.of();
    private long slotsReleased;

    TopologyTable(LeaderEpoch epoch, ClusterState clusterState) {
        this.epoch = epoch;
        this.clusterState = clusterState;
    }

    /** Reads everything anew; what is known of kills and rebalances under way is kept. */
    void load() {
        List<LiveTopology> loaded = new ArrayList<>();
        List<UnreadableTopology> failed = new ArrayList<>();
        for (String id : clusterState.topologyIds()) {
            try {
                read(id).ifPresent(topology -> {
                    LiveTopology known = topologies.get(id);
                    loaded.add(known == null ? topology : known.readAgain(topology));
                });
            } catch (ClusterStateException.Unreadable e) {
                LOG.warn("topology {} is neither listed nor changed: {}", id, e.getMessage());
                failed.add(new UnreadableTopology(id, String.valueOf(e.getMessage()), readableAssignment(id)));
            }
        }
        loaded.sort(BY_SUBMIT);
        Map<String, LiveTopology> next = new LinkedHashMap<>();
        loaded.forEach(topology -> next.put(topology.id(), topology));
        topologies = next;
        unreadable = List.copyOf(failed);
    }

    /** Whether one of those that could not be read can be now, or is gone. */
    boolean canReadMore() {
        return unreadable.stream().anyMatch(topology -> isReadable(topology.id()));
    }

    private boolean isReadable(String id) {
        try {
            read(id);
            return true;
        } catch (ClusterStateException.Unreadable e) {
            LOG.trace("topology {} cannot be read yet", id, e);
            return false;
        }
    }

    /** Empty if it has no definition or state, that is, if it was removed between two reads. */
    private Optional<LiveTopology> read(String id) {
        Optional<TopologyDefinition> definition = clusterState.definition(id);
        Optional<Versioned<TopologyState>> state = clusterState.topologyState(id);
        if (definition.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        Placement placement = clusterState.placement(id).orElse(null);
        try {
            return Optional.of(LiveTopology.of(definition.get(), state.get(), placement));
        } catch (RuntimeException e) { // it was checked when it was submitted, by another version or another Nimbus
            throw new ClusterStateException.Unreadable(
                    "its definition cannot be used by this Nimbus: " + e.getMessage(), e);
        }
    }

    private @Nullable Assignment readableAssignment(String id) {
        try {
            return clusterState.assignment(id).orElse(null);
        } catch (ClusterStateException.Unreadable e) {
            LOG.debug("the assignment of {} cannot be read either", id, e);
            return null;
        }
    }

    Collection<LiveTopology> all() {
        return List.copyOf(topologies.values());
    }

    List<UnreadableTopology> unreadable() {
        return unreadable;
    }

    /** Of all that exist, also of those that cannot be read. */
    Set<String> ids() {
        Set<String> ids = new HashSet<>(topologies.keySet());
        unreadable.forEach(topology -> ids.add(topology.id()));
        return ids;
    }

    Optional<UnreadableTopology> unreadableNamed(String name) {
        return unreadable.stream().filter(topology -> topology.hasName(name)).findFirst();
    }

    Optional<LiveTopology> withId(String id) {
        return Optional.ofNullable(topologies.get(id));
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
        return place(topology, Placement.stable(assignment));
    }

    /** Takes the change of an assignment one step on. */
    LiveTopology replace(LiveTopology topology, Placement next) {
        clusterState.replacePlacement(epoch, topology.requirePlacement(), next);
        return place(topology, next);
    }

    private LiveTopology place(LiveTopology topology, Placement next) {
        List<WorkerSlot> kept = next.workers();
        slotsReleased +=
                topology.workers().stream().filter(slot -> !kept.contains(slot)).count();
        return apply(topology.with(next));
    }

    /** How many slots topologies have given back so far: when it has grown there may be room for one that waits. */
    long slotsReleased() {
        return slotsReleased;
    }

    /** Rebalances are not persisted beyond the placement: a new leader finds out how far they are. */
    void advance(LiveTopology topology, Rebalance rebalance) {
        apply(topology.with(rebalance));
    }

    LiveTopology ended(LiveTopology topology, EndedRebalance ended) {
        return apply(topology.with(ended));
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
