package dev.vendaval.nimbus.leadership;

import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.LeadershipListener;
import dev.vendaval.protocol.state.NimbusRecord;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.Registration;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.Versioned;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Another cluster state whose connection can be cut and whose records can be damaged; counts writes. */
final class FaultyClusterState implements ClusterState {
    /** What goes wrong with calls. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** Neither reads nor writes get through. */
        CUT,
        /** Writes take effect, but the answer is lost. */
        ANSWERS_LOST
    }

    private final ClusterState inner;
    private Fault fault = Fault.NONE;
    private int writes;
    private String damagedDefinition = "";
    private String unfitDefinition = "";

    FaultyClusterState(ClusterState inner) {
        this.inner = inner;
    }

    void fault(Fault next) {
        fault = next;
    }

    /** The definition of that topology is not one. */
    void damageDefinition(String topologyId) {
        damagedDefinition = topologyId;
    }

    /** The definition of that topology says what no definition can say. */
    void makeDefinitionUnfit(String topologyId) {
        unfitDefinition = topologyId;
    }

    int writes() {
        return writes;
    }

    private <T> T read(Supplier<T> call) {
        if (fault == Fault.CUT) {
            throw new ClusterStateException.Unavailable("cut by the test", new IllegalStateException("cut"));
        }
        return call.get();
    }

    private void write(Runnable call) {
        if (fault != Fault.CUT) {
            writes++;
            call.run();
        }
        if (fault != Fault.NONE) {
            throw new ClusterStateException.Unavailable("cut by the test", new IllegalStateException("cut"));
        }
    }

    @Override
    public List<String> topologyIds() {
        return read(inner::topologyIds);
    }

    @Override
    public Optional<TopologyDefinition> definition(String topologyId) {
        return read(() -> {
            if (damagedDefinition.equals(topologyId)) {
                throw new ClusterStateException.Unreadable(
                        "the definition of " + topologyId + " is damaged", new IllegalStateException("damaged"));
            }
            Optional<TopologyDefinition> definition = inner.definition(topologyId);
            return unfitDefinition.equals(topologyId) ? definition.map(FaultyClusterState::unfit) : definition;
        });
    }

    private static TopologyDefinition unfit(TopologyDefinition definition) {
        return new TopologyDefinition(
                definition.id(),
                definition.name(),
                definition.submitId(),
                definition.artifact(),
                Map.of("topology.workers", "many"),
                definition.topology(),
                definition.submittedAtMs());
    }

    @Override
    public Optional<Versioned<TopologyState>> topologyState(String topologyId) {
        return read(() -> inner.topologyState(topologyId));
    }

    @Override
    public Optional<Placement> placement(String topologyId) {
        return read(() -> inner.placement(topologyId));
    }

    @Override
    public List<SupervisorRecord> supervisors() {
        return read(inner::supervisors);
    }

    @Override
    public List<NimbusRecord> nimbuses() {
        return read(inner::nimbuses);
    }

    @Override
    public Optional<NimbusRecord> leader() {
        return read(inner::leader);
    }

    @Override
    public void createTopology(LeaderEpoch epoch, TopologyDefinition definition, TopologyState state) {
        write(() -> inner.createTopology(epoch, definition, state));
    }

    @Override
    public void updateTopologyState(LeaderEpoch epoch, String topologyId, TopologyState state, int expectedVersion) {
        write(() -> inner.updateTopologyState(epoch, topologyId, state, expectedVersion));
    }

    @Override
    public void writeAssignment(LeaderEpoch epoch, Assignment assignment) {
        write(() -> inner.writeAssignment(epoch, assignment));
    }

    @Override
    public void replacePlacement(LeaderEpoch epoch, Placement expected, Placement next) {
        write(() -> inner.replacePlacement(epoch, expected, next));
    }

    @Override
    public Map<String, String> drained() {
        return read(inner::drained);
    }

    @Override
    public void drain(LeaderEpoch epoch, String supervisorId, String host) {
        write(() -> inner.drain(epoch, supervisorId, host));
    }

    @Override
    public void undrain(LeaderEpoch epoch, String supervisorId) {
        write(() -> inner.undrain(epoch, supervisorId));
    }

    @Override
    public void removeTopology(LeaderEpoch epoch, String topologyId) {
        write(() -> inner.removeTopology(epoch, topologyId));
    }

    @Override
    public Registration registerSupervisor(SupervisorRecord supervisor) {
        return inner.registerSupervisor(supervisor);
    }

    @Override
    public Registration registerNimbus(NimbusRecord nimbus) {
        return inner.registerNimbus(nimbus);
    }

    @Override
    public Registration joinElection(NimbusRecord nimbus, LeadershipListener listener) {
        return inner.joinElection(nimbus, listener);
    }

    @Override
    public Registration watch(Runnable onChange) {
        return inner.watch(onChange);
    }

    @Override
    public void close() {
        inner.close();
    }
}
