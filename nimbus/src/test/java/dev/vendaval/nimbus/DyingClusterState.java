package dev.vendaval.nimbus;

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

/** The cluster state as one Nimbus sees it that dies at one of its writes: from then on nothing of it gets through. */
final class DyingClusterState implements ClusterState {
    /** At which write, and whether that one still takes effect. */
    enum Death {
        NEVER,
        BEFORE_DEFINITION,
        AFTER_DEFINITION,
        BEFORE_ASSIGNMENT,
        AFTER_ASSIGNMENT,
        BEFORE_STATE,
        AFTER_STATE,
        BEFORE_REMOVAL,
        AFTER_REMOVAL
    }

    private final ClusterState inner;
    private final Runnable onDeath;
    private volatile Death death = Death.NEVER;
    private volatile boolean dead;

    /**
     * Alive for now.
     *
     * @param onDeath ends the rest of the process; must not block
     */
    DyingClusterState(ClusterState inner, Runnable onDeath) {
        this.inner = inner;
        this.onDeath = onDeath;
    }

    void diesAt(Death when) {
        death = when;
    }

    boolean isDead() {
        return dead;
    }

    private ClusterState reached() {
        if (dead) {
            throw new ClusterStateException.Unavailable("dead", new IllegalStateException("dead"));
        }
        return inner;
    }

    private void write(Death before, Death after, Runnable write) {
        reached();
        if (death == before) {
            die();
        }
        write.run();
        if (death == after) {
            die();
        }
    }

    private void die() {
        dead = true;
        onDeath.run();
        reached();
    }

    @Override
    public void createTopology(LeaderEpoch epoch, TopologyDefinition definition, TopologyState state) {
        write(Death.BEFORE_DEFINITION, Death.AFTER_DEFINITION, () -> inner.createTopology(epoch, definition, state));
    }

    @Override
    public void updateTopologyState(LeaderEpoch epoch, String topologyId, TopologyState state, int expectedVersion) {
        write(
                Death.BEFORE_STATE,
                Death.AFTER_STATE,
                () -> inner.updateTopologyState(epoch, topologyId, state, expectedVersion));
    }

    @Override
    public void writeAssignment(LeaderEpoch epoch, Assignment assignment) {
        write(Death.BEFORE_ASSIGNMENT, Death.AFTER_ASSIGNMENT, () -> inner.writeAssignment(epoch, assignment));
    }

    @Override
    public void replacePlacement(LeaderEpoch epoch, Placement expected, Placement next) {
        write(Death.BEFORE_ASSIGNMENT, Death.AFTER_ASSIGNMENT, () -> inner.replacePlacement(epoch, expected, next));
    }

    @Override
    public Map<String, String> drained() {
        return reached().drained();
    }

    @Override
    public void drain(LeaderEpoch epoch, String supervisorId, String host) {
        inner.drain(epoch, supervisorId, host);
    }

    @Override
    public void undrain(LeaderEpoch epoch, String supervisorId) {
        inner.undrain(epoch, supervisorId);
    }

    @Override
    public void removeTopology(LeaderEpoch epoch, String topologyId) {
        write(Death.BEFORE_REMOVAL, Death.AFTER_REMOVAL, () -> inner.removeTopology(epoch, topologyId));
    }

    @Override
    public List<String> topologyIds() {
        return reached().topologyIds();
    }

    @Override
    public Optional<TopologyDefinition> definition(String topologyId) {
        return reached().definition(topologyId);
    }

    @Override
    public Optional<Versioned<TopologyState>> topologyState(String topologyId) {
        return reached().topologyState(topologyId);
    }

    @Override
    public Optional<Placement> placement(String topologyId) {
        return reached().placement(topologyId);
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
        return reached().leader();
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
        return reached().watch(onChange);
    }

    @Override
    public void close() {
        inner.close();
    }
}
