package dev.vendaval.supervisor;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.supervisor.slot.Slot;
import dev.vendaval.supervisor.slot.SlotEffect;
import dev.vendaval.supervisor.slot.SlotEvent;
import dev.vendaval.supervisor.slot.SlotLimits;
import dev.vendaval.supervisor.slot.SlotMachine;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a supervisor and how they follow the cluster state, without processes and threads; in this package because
 * they are nobody's business outside it.
 */
public final class SlotTurns {
    private final DesiredStateReader reader;
    private final SlotBoard board;
    private final String supervisorId;
    private @Nullable DesiredState desired;

    /** What a worker of a topology is to be told. */
    public record Told(long assignmentVersion, String status) {}

    public SlotTurns(
            ClusterState clusterState,
            String supervisorId,
            List<Integer> ports,
            SlotLimits limits,
            LongSupplier nanoTime,
            BiConsumer<Slot, SlotEffect> effects) {
        this.supervisorId = supervisorId;
        this.reader = new DesiredStateReader(clusterState, supervisorId, this::follow, bug -> {});
        this.board = new SlotBoard(ports, new SlotMachine(limits), nanoTime, effects::accept);
    }

    /** Reads the cluster state and follows it; returns whether everything could be read. */
    public boolean read() {
        return reader.pass();
    }

    private void follow(DesiredState state) {
        desired = state;
        SlotWishes wishes = SlotWishes.of(state, supervisorId, board.all());
        for (Slot slot : board.all()) {
            board.apply(slot.port(), new SlotEvent.Wanted(wishes.byPort().get(slot.port()), "not assigned any more"));
        }
    }

    public void apply(int port, SlotEvent event) {
        board.apply(port, event);
    }

    public Slot slot(int port) {
        return board.slot(port);
    }

    public Collection<Slot> all() {
        return board.all();
    }

    /** Where Nimbus leads, as last read. */
    public @Nullable HostPort leader() {
        return desired == null ? null : desired.leader();
    }

    /** Empty while its records cannot be read. */
    public Optional<Told> told(String topologyId) {
        return topology(topologyId)
                .map(topology -> new Told(
                        topology.assignment().version(), topology.status().name()));
    }

    /** Where it runs and is to run; empty while its records cannot be read. */
    public Optional<Placement> placement(String topologyId) {
        return topology(topologyId).map(DesiredTopology::placement);
    }

    private Optional<DesiredTopology> topology(String topologyId) {
        return Optional.ofNullable(desired).map(state -> state.topologies().get(topologyId));
    }
}
