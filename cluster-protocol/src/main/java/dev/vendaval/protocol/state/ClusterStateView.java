package dev.vendaval.protocol.state;

import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A cluster state as one process sees it: knows the registrations made through it and ends them with itself. */
final class ClusterStateView implements ClusterState {
    private final ClusterState state;
    private final List<Registration> registrations = new ArrayList<>();

    ClusterStateView(ClusterState state) {
        this.state = state;
    }

    @Override
    public List<String> topologyIds() {
        return state.topologyIds();
    }

    @Override
    public Optional<TopologyDefinition> definition(String topologyId) {
        return state.definition(topologyId);
    }

    @Override
    public Optional<Versioned<TopologyState>> topologyState(String topologyId) {
        return state.topologyState(topologyId);
    }

    @Override
    public Optional<Placement> placement(String topologyId) {
        return state.placement(topologyId);
    }

    @Override
    public List<SupervisorRecord> supervisors() {
        return state.supervisors();
    }

    @Override
    public List<NimbusRecord> nimbuses() {
        return state.nimbuses();
    }

    @Override
    public Optional<NimbusRecord> leader() {
        return state.leader();
    }

    @Override
    public void createTopology(LeaderEpoch epoch, TopologyDefinition definition, TopologyState topologyState) {
        state.createTopology(epoch, definition, topologyState);
    }

    @Override
    public void updateTopologyState(
            LeaderEpoch epoch, String topologyId, TopologyState topologyState, int expectedVersion) {
        state.updateTopologyState(epoch, topologyId, topologyState, expectedVersion);
    }

    @Override
    public void writeAssignment(LeaderEpoch epoch, Assignment assignment) {
        state.writeAssignment(epoch, assignment);
    }

    @Override
    public void replacePlacement(LeaderEpoch epoch, Placement expected, Placement next) {
        state.replacePlacement(epoch, expected, next);
    }

    @Override
    public void removeTopology(LeaderEpoch epoch, String topologyId) {
        state.removeTopology(epoch, topologyId);
    }

    @Override
    public Map<String, String> drained() {
        return state.drained();
    }

    @Override
    public void drain(LeaderEpoch epoch, String supervisorId, String host) {
        state.drain(epoch, supervisorId, host);
    }

    @Override
    public void undrain(LeaderEpoch epoch, String supervisorId) {
        state.undrain(epoch, supervisorId);
    }

    @Override
    public Registration registerSupervisor(SupervisorRecord supervisor) {
        return kept(state.registerSupervisor(supervisor));
    }

    @Override
    public Registration registerNimbus(NimbusRecord nimbus) {
        return kept(state.registerNimbus(nimbus));
    }

    @Override
    public Registration joinElection(NimbusRecord nimbus, LeadershipListener listener) {
        return kept(state.joinElection(nimbus, listener));
    }

    @Override
    public Registration watch(Runnable onChange) {
        return kept(state.watch(onChange));
    }

    private Registration kept(Registration registration) {
        AtomicBoolean closed = new AtomicBoolean();
        Registration once = () -> {
            if (closed.compareAndSet(false, true)) {
                registration.close();
            }
        };
        synchronized (registrations) {
            registrations.add(once);
        }
        return once;
    }

    @Override
    public void close() {
        List<Registration> open;
        synchronized (registrations) {
            open = List.copyOf(registrations);
            registrations.clear();
        }
        open.forEach(Registration::close);
    }
}
