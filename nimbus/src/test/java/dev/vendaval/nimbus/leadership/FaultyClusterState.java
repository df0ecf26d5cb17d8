package dev.vendaval.nimbus.leadership;

import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.ForwardingClusterState;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Another cluster state whose connection can be cut and whose records can be damaged; counts writes. */
final class FaultyClusterState extends ForwardingClusterState {
    /** What goes wrong with calls. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** Neither reads nor writes get through. */
        CUT,
        /** Writes take effect, but the answer is lost. */
        ANSWERS_LOST
    }

    private Fault fault = Fault.NONE;
    private int writes;
    private String damagedDefinition = "";
    private String unfitDefinition = "";
    private String unreadableSupervisor = "";
    private String damagedAssignment = "";

    FaultyClusterState(ClusterState inner) {
        super(inner);
    }

    void fault(Fault next) {
        fault = next;
    }

    /** The definition of that topology is not one. */
    void damageDefinition(String topologyId) {
        damagedDefinition = topologyId;
    }

    /** The assignment of that topology is not one. */
    void damageAssignment(String topologyId) {
        damagedAssignment = topologyId;
    }

    /** The definition of that topology says what no definition can say. */
    void makeDefinitionUnfit(String topologyId) {
        unfitDefinition = topologyId;
    }

    /** The registration of that supervisor is one of a newer version. */
    void makeSupervisorUnreadable(String id) {
        unreadableSupervisor = id;
    }

    int writes() {
        return writes;
    }

    @Override
    protected <T> T read(Function<ClusterState, T> call) {
        if (fault == Fault.CUT) {
            throw cut();
        }
        return super.read(call);
    }

    @Override
    protected void write(Consumer<ClusterState> call) {
        if (fault != Fault.CUT) {
            writes++;
            super.write(call);
        }
        if (fault != Fault.NONE) {
            throw cut();
        }
    }

    private static ClusterStateException cut() {
        return new ClusterStateException.Unavailable("cut by the test", new IllegalStateException("cut"));
    }

    @Override
    public Optional<TopologyDefinition> definition(String topologyId) {
        Optional<TopologyDefinition> definition = super.definition(topologyId);
        if (damagedDefinition.equals(topologyId)) {
            throw new ClusterStateException.Unreadable(
                    "the definition of " + topologyId + " is damaged", new IllegalStateException("damaged"));
        }
        return unfitDefinition.equals(topologyId) ? definition.map(FaultyClusterState::unfit) : definition;
    }

    @Override
    public Optional<Placement> placement(String topologyId) {
        if (damagedAssignment.equals(topologyId)) {
            throw new ClusterStateException.Unreadable(
                    "the assignment of " + topologyId + " is damaged", new IllegalStateException("damaged"));
        }
        return super.placement(topologyId);
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
    public List<SupervisorRecord> supervisors() {
        return super.supervisors().stream()
                .filter(supervisor -> !supervisor.id().equals(unreadableSupervisor))
                .toList();
    }
}
