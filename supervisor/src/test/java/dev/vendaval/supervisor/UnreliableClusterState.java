package dev.vendaval.supervisor;

import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.LeadershipListener;
import dev.vendaval.protocol.state.MemoryClusterState;
import dev.vendaval.protocol.state.NimbusRecord;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.Registration;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.Versioned;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Cluster state in memory that can be made unreachable, lose sight of states, or hold records that are none. */
final class UnreliableClusterState implements ClusterState {
    private final ClusterState memory = new MemoryClusterState();
    volatile boolean unreachable;
    volatile boolean statesAreHidden;
    /** Id of a topology whose assignment is damaged. */
    volatile String damagedAssignment = "";
    /** Id of a topology whose definition is damaged. */
    volatile String damagedDefinition = "";

    volatile boolean leaderIsDamaged;
    final AtomicInteger reads = new AtomicInteger();

    private ClusterState reached() {
        reads.incrementAndGet();
        if (unreachable) {
            throw new ClusterStateException.Unavailable("no ZooKeeper here", new IOException("test"));
        }
        return memory;
    }

    private static ClusterStateException unreadable(String record) {
        return new ClusterStateException.Unreadable(record + " is damaged", new IOException("test"));
    }

    @Override
    public List<String> topologyIds() {
        return reached().topologyIds();
    }

    @Override
    public Optional<TopologyDefinition> definition(String topologyId) {
        ClusterState reached = reached();
        if (damagedDefinition.equals(topologyId)) {
            throw unreadable("the definition of " + topologyId);
        }
        return reached.definition(topologyId);
    }

    @Override
    public Optional<Versioned<TopologyState>> topologyState(String topologyId) {
        return statesAreHidden ? Optional.empty() : reached().topologyState(topologyId);
    }

    @Override
    public Optional<Placement> placement(String topologyId) {
        ClusterState reached = reached();
        if (damagedAssignment.equals(topologyId)) {
            throw unreadable("the assignment of " + topologyId);
        }
        return reached.placement(topologyId);
    }

    @Override
    public List<SupervisorRecord> supervisors() {
        return reached().supervisors();
    }

    @Override
    public List<NimbusRecord> nimbuses() {
        return reached().nimbuses();
    }

    @Override
    public Optional<NimbusRecord> leader() {
        ClusterState reached = reached();
        if (leaderIsDamaged) {
            throw unreadable("the record of the leader");
        }
        return reached.leader();
    }

    @Override
    public void createTopology(LeaderEpoch epoch, TopologyDefinition definition, TopologyState state) {
        reached().createTopology(epoch, definition, state);
    }

    @Override
    public void updateTopologyState(LeaderEpoch epoch, String topologyId, TopologyState state, int expectedVersion) {
        reached().updateTopologyState(epoch, topologyId, state, expectedVersion);
    }

    @Override
    public void writeAssignment(LeaderEpoch epoch, Assignment assignment) {
        reached().writeAssignment(epoch, assignment);
    }

    @Override
    public void replacePlacement(LeaderEpoch epoch, Placement expected, Placement next) {
        reached().replacePlacement(epoch, expected, next);
    }

    @Override
    public Map<String, String> drained() {
        return reached().drained();
    }

    @Override
    public void drain(LeaderEpoch epoch, String supervisorId, String host) {
        reached().drain(epoch, supervisorId, host);
    }

    @Override
    public void undrain(LeaderEpoch epoch, String supervisorId) {
        reached().undrain(epoch, supervisorId);
    }

    @Override
    public void removeTopology(LeaderEpoch epoch, String topologyId) {
        reached().removeTopology(epoch, topologyId);
    }

    @Override
    public Registration registerSupervisor(SupervisorRecord supervisor) {
        return reached().registerSupervisor(supervisor);
    }

    @Override
    public Registration registerNimbus(NimbusRecord nimbus) {
        return reached().registerNimbus(nimbus);
    }

    @Override
    public Registration joinElection(NimbusRecord nimbus, LeadershipListener listener) {
        return reached().joinElection(nimbus, listener);
    }

    @Override
    public Registration watch(Runnable onChange) {
        return memory.watch(onChange);
    }

    @Override
    public void close() {
        memory.close();
    }
}
