package dev.vendaval.supervisor;

import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.ForwardingClusterState;
import dev.vendaval.protocol.state.MemoryClusterState;
import dev.vendaval.protocol.state.NimbusRecord;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.Registration;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.Versioned;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** Cluster state in memory that can be made unreachable, lose sight of states, or hold records that are none. */
final class UnreliableClusterState extends ForwardingClusterState {
    volatile boolean unreachable;
    volatile boolean statesAreHidden;
    /** Id of a topology whose assignment is damaged. */
    volatile String damagedAssignment = "";
    /** Id of a topology whose definition is damaged. */
    volatile String damagedDefinition = "";

    volatile boolean leaderIsDamaged;
    final AtomicInteger reads = new AtomicInteger();

    private final ClusterState memory;

    UnreliableClusterState() {
        this(new MemoryClusterState());
    }

    private UnreliableClusterState(ClusterState memory) {
        super(memory);
        this.memory = memory;
    }

    private void reach() {
        reads.incrementAndGet();
        if (unreachable) {
            throw new ClusterStateException.Unavailable("no ZooKeeper here", new IOException("test"));
        }
    }

    private static ClusterStateException unreadable(String record) {
        return new ClusterStateException.Unreadable(record + " is damaged", new IOException("test"));
    }

    @Override
    protected <T> T read(Function<ClusterState, T> call) {
        reach();
        return super.read(call);
    }

    @Override
    protected void write(Consumer<ClusterState> call) {
        reach();
        super.write(call);
    }

    @Override
    protected Registration register(Function<ClusterState, Registration> call) {
        reach();
        return super.register(call);
    }

    @Override
    public Optional<TopologyDefinition> definition(String topologyId) {
        Optional<TopologyDefinition> definition = super.definition(topologyId);
        if (damagedDefinition.equals(topologyId)) {
            throw unreadable("the definition of " + topologyId);
        }
        return definition;
    }

    @Override
    public Optional<Versioned<TopologyState>> topologyState(String topologyId) {
        return statesAreHidden ? Optional.empty() : super.topologyState(topologyId);
    }

    @Override
    public Optional<Placement> placement(String topologyId) {
        Optional<Placement> placement = super.placement(topologyId);
        if (damagedAssignment.equals(topologyId)) {
            throw unreadable("the assignment of " + topologyId);
        }
        return placement;
    }

    @Override
    public Optional<NimbusRecord> leader() {
        Optional<NimbusRecord> leader = super.leader();
        if (leaderIsDamaged) {
            throw unreadable("the record of the leader");
        }
        return leader;
    }

    @Override
    public boolean isReachable() {
        return !unreachable;
    }

    /** Also while it is unreachable: whoever watches hears of the next change. */
    @Override
    public Registration watch(Runnable onChange) {
        return memory.watch(onChange);
    }
}
