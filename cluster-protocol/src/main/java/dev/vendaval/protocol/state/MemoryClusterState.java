package dev.vendaval.protocol.state;

import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.List;
import java.util.Optional;

/** Stage 1. */
public final class MemoryClusterState implements ClusterState {
    @Override
    public List<String> topologyIds() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<TopologyDefinition> definition(String topologyId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Versioned<TopologyState>> topologyState(String topologyId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Assignment> assignment(String topologyId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SupervisorRecord> supervisors() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<NimbusRecord> nimbuses() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<NimbusRecord> leader() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createTopology(LeaderEpoch epoch, TopologyDefinition definition, TopologyState state) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void updateTopologyState(LeaderEpoch epoch, String topologyId, TopologyState state, int expectedVersion) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeAssignment(LeaderEpoch epoch, Assignment assignment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeTopology(LeaderEpoch epoch, String topologyId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration registerSupervisor(SupervisorRecord supervisor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration joinElection(NimbusRecord nimbus, LeadershipListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration watch(Runnable onChange) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
