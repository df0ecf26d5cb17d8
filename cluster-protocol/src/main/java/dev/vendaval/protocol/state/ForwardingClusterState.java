package dev.vendaval.protocol.state;

import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hands every call on to another cluster state. A subclass says what is different: of all reads, all writes, all
 * registrations, or of a single call. As thread-safe as the other is.
 */
public abstract class ForwardingClusterState implements ClusterState {
    private final ClusterState inner;

    protected ForwardingClusterState(ClusterState inner) {
        this.inner = inner;
    }

    /** Every read goes through here. */
    protected <T> T read(Function<ClusterState, T> call) {
        return call.apply(inner);
    }

    /** Every write goes through here. */
    protected void write(Consumer<ClusterState> call) {
        call.accept(inner);
    }

    /** Every registration and watch goes through here. */
    protected Registration register(Function<ClusterState, Registration> call) {
        return call.apply(inner);
    }

    @Override
    public List<String> topologyIds() {
        return read(ClusterState::topologyIds);
    }

    @Override
    public Optional<TopologyDefinition> definition(String topologyId) {
        return read(state -> state.definition(topologyId));
    }

    @Override
    public Optional<Versioned<TopologyState>> topologyState(String topologyId) {
        return read(state -> state.topologyState(topologyId));
    }

    @Override
    public Optional<Placement> placement(String topologyId) {
        return read(state -> state.placement(topologyId));
    }

    @Override
    public Map<String, String> drained() {
        return read(ClusterState::drained);
    }

    @Override
    public List<SupervisorRecord> supervisors() {
        return read(ClusterState::supervisors);
    }

    @Override
    public Set<String> presentSupervisorIds() {
        return read(ClusterState::presentSupervisorIds);
    }

    @Override
    public List<NimbusRecord> nimbuses() {
        return read(ClusterState::nimbuses);
    }

    @Override
    public Optional<NimbusRecord> leader() {
        return read(ClusterState::leader);
    }

    @Override
    public void createTopology(LeaderEpoch epoch, TopologyDefinition definition, TopologyState topologyState) {
        write(state -> state.createTopology(epoch, definition, topologyState));
    }

    @Override
    public void updateTopologyState(
            LeaderEpoch epoch, String topologyId, TopologyState topologyState, int expectedVersion) {
        write(state -> state.updateTopologyState(epoch, topologyId, topologyState, expectedVersion));
    }

    @Override
    public void writeAssignment(LeaderEpoch epoch, Assignment assignment) {
        write(state -> state.writeAssignment(epoch, assignment));
    }

    @Override
    public void replacePlacement(LeaderEpoch epoch, Placement expected, Placement next) {
        write(state -> state.replacePlacement(epoch, expected, next));
    }

    @Override
    public void drain(LeaderEpoch epoch, String supervisorId, String host) {
        write(state -> state.drain(epoch, supervisorId, host));
    }

    @Override
    public void undrain(LeaderEpoch epoch, String supervisorId) {
        write(state -> state.undrain(epoch, supervisorId));
    }

    @Override
    public void confirmLeader(LeaderEpoch epoch) {
        read(state -> {
            state.confirmLeader(epoch);
            return epoch;
        });
    }

    @Override
    public void removeTopology(LeaderEpoch epoch, String topologyId) {
        write(state -> state.removeTopology(epoch, topologyId));
    }

    @Override
    public Registration registerSupervisor(SupervisorRecord supervisor) {
        return register(state -> state.registerSupervisor(supervisor));
    }

    @Override
    public Registration registerNimbus(NimbusRecord nimbus) {
        return register(state -> state.registerNimbus(nimbus));
    }

    @Override
    public Registration joinElection(NimbusRecord nimbus, LeadershipListener listener) {
        return register(state -> state.joinElection(nimbus, listener));
    }

    @Override
    public boolean isReachable() {
        return inner.isReachable();
    }

    @Override
    public Registration watch(Runnable onChange) {
        return register(state -> state.watch(onChange));
    }

    @Override
    public void aboutToClose() {
        inner.aboutToClose();
    }

    @Override
    public void close() {
        inner.close();
    }
}
