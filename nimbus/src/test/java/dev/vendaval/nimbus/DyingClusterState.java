package dev.vendaval.nimbus;

import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.ForwardingClusterState;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.Registration;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.function.Function;

/** The cluster state as one Nimbus sees it that dies at one of its writes: from then on nothing of it gets through. */
final class DyingClusterState extends ForwardingClusterState {
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

    private final Runnable onDeath;
    private volatile Death death = Death.NEVER;
    private volatile boolean dead;

    /**
     * Alive for now.
     *
     * @param onDeath ends the rest of the process; must not block
     */
    DyingClusterState(ClusterState inner, Runnable onDeath) {
        super(inner);
        this.onDeath = onDeath;
    }

    void diesAt(Death when) {
        death = when;
    }

    boolean isDead() {
        return dead;
    }

    private void checkAlive() {
        if (dead) {
            throw new ClusterStateException.Unavailable("dead", new IllegalStateException("dead"));
        }
    }

    private void write(Death before, Death after, Runnable write) {
        checkAlive();
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
        checkAlive();
    }

    @Override
    protected <T> T read(Function<ClusterState, T> call) {
        checkAlive();
        return super.read(call);
    }

    @Override
    protected Registration register(Function<ClusterState, Registration> call) {
        checkAlive();
        return super.register(call);
    }

    @Override
    public void createTopology(LeaderEpoch epoch, TopologyDefinition definition, TopologyState state) {
        write(Death.BEFORE_DEFINITION, Death.AFTER_DEFINITION, () -> super.createTopology(epoch, definition, state));
    }

    @Override
    public void updateTopologyState(LeaderEpoch epoch, String topologyId, TopologyState state, int expectedVersion) {
        write(
                Death.BEFORE_STATE,
                Death.AFTER_STATE,
                () -> super.updateTopologyState(epoch, topologyId, state, expectedVersion));
    }

    @Override
    public void writeAssignment(LeaderEpoch epoch, Assignment assignment) {
        write(Death.BEFORE_ASSIGNMENT, Death.AFTER_ASSIGNMENT, () -> super.writeAssignment(epoch, assignment));
    }

    @Override
    public void replacePlacement(LeaderEpoch epoch, Placement expected, Placement next) {
        write(Death.BEFORE_ASSIGNMENT, Death.AFTER_ASSIGNMENT, () -> super.replacePlacement(epoch, expected, next));
    }

    @Override
    public void removeTopology(LeaderEpoch epoch, String topologyId) {
        write(Death.BEFORE_REMOVAL, Death.AFTER_REMOVAL, () -> super.removeTopology(epoch, topologyId));
    }
}
