package dev.vendaval.tests.simulation;

import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.ForwardingClusterState;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.Versioned;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The cluster state as one process sees it: calls fail, answers get lost, records are damaged; at any write the process
 * may die before or after it, or be stopped before it and be somebody of yesterday when it writes.
 */
final class Connection extends ForwardingClusterState {
    private final World world;
    private final SimulatedProcess process;
    private boolean cut;

    Connection(World world, SimulatedProcess process) {
        super(world.truth);
        this.world = world;
        this.process = process;
    }

    void cut(boolean now) {
        cut = now;
    }

    boolean isCut() {
        return cut;
    }

    private void reach() {
        if (cut || !process.isAlive()) {
            throw unavailable();
        }
    }

    private static ClusterStateException unavailable() {
        return new ClusterStateException.Unavailable("not reachable", new IllegalStateException("simulated"));
    }

    @Override
    protected <T> T read(Function<ClusterState, T> call) {
        reach();
        if (world.faults.callFails()) {
            throw unavailable();
        }
        return super.read(call);
    }

    @Override
    protected void write(Consumer<ClusterState> call) {
        reach();
        world.faults.beforeWrite(process);
        reach();
        if (world.faults.callFails()) {
            throw unavailable();
        }
        try {
            super.write(call);
        } catch (ClusterStateException.StaleLeader e) {
            world.staleWrites++;
            throw e;
        }
        world.changed();
        world.faults.afterWrite(process);
        reach();
        if (world.faults.callFails()) {
            throw unavailable();
        }
    }

    @Override
    public void confirmLeader(LeaderEpoch epoch) {
        world.faults.beforeWrite(process);
        super.confirmLeader(epoch);
    }

    @Override
    public Optional<TopologyDefinition> definition(String topologyId) {
        return readable("definition", topologyId, super.definition(topologyId));
    }

    @Override
    public Optional<Versioned<TopologyState>> topologyState(String topologyId) {
        return readable("state", topologyId, super.topologyState(topologyId));
    }

    @Override
    public Optional<Placement> placement(String topologyId) {
        return readable("assignment", topologyId, super.placement(topologyId));
    }

    private <T> T readable(String record, String topologyId, T value) {
        if (world.faults.isDamaged(record, topologyId)) {
            throw new ClusterStateException.Unreadable(
                    "the " + record + " of " + topologyId + " is damaged", new IllegalStateException("simulated"));
        }
        return value;
    }
}
