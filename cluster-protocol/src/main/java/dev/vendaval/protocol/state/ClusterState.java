package dev.vendaval.protocol.state;

import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The desired state of the cluster and who is present. Thread-safe. Reads and writes block the
 * caller up to a bounded time and throw {@link ClusterStateException}; nothing is ever reported
 * absent because it could not be read, see {@link ClusterStateException.Unreadable}.
 */
public interface ClusterState extends AutoCloseable {
    /** Ids of all topologies that exist, in any status, sorted. */
    List<String> topologyIds();

    Optional<TopologyDefinition> definition(String topologyId);

    Optional<Versioned<TopologyState>> topologyState(String topologyId);

    /** The newest assignment; empty until the first was written. */
    default Optional<Assignment> assignment(String topologyId) {
        return placement(topologyId).map(Placement::assignment);
    }

    /** The assignment in force and its change, read as one; empty until the first was written. */
    Optional<Placement> placement(String topologyId);

    /** Those that are present; one of a newer version, whose record cannot be read, is left out with a warning. */
    List<SupervisorRecord> supervisors();

    /** The ids of all that are present, also of those whose record cannot be read. */
    default Set<String> presentSupervisorIds() {
        return supervisors().stream().map(SupervisorRecord::id).collect(Collectors.toUnmodifiableSet());
    }

    /** Those that are present, as with {@link #supervisors}. */
    List<NimbusRecord> nimbuses();

    Optional<NimbusRecord> leader();

    /**
     * Creates definition and state and takes the name, all or nothing. Repeating it with the same
     * {@code submitId} succeeds without effect.
     *
     * @throws ClusterStateException.NameTaken if a topology with another submit id has the name
     */
    void createTopology(LeaderEpoch epoch, TopologyDefinition definition, TopologyState state);

    void updateTopologyState(LeaderEpoch epoch, String topologyId, TopologyState state, int expectedVersion);

    /**
     * Writes an assignment whose version is {@link Placement#nextVersion} of the present one (1 if there is none), and
     * ends a change there may be.
     *
     * @throws ClusterStateException.VersionConflict otherwise
     */
    void writeAssignment(LeaderEpoch epoch, Assignment assignment);

    /**
     * Replaces a placement by the next one.
     *
     * @throws ClusterStateException.VersionConflict if the present one is not {@code expected}
     */
    void replacePlacement(LeaderEpoch epoch, Placement expected, Placement next);

    /**
     * Returns if that leadership is still the newest, as surely as if it had written.
     *
     * @throws ClusterStateException.StaleLeader otherwise
     */
    void confirmLeader(LeaderEpoch epoch);

    /** Removes everything of the topology and frees its name; succeeds if it is already gone. */
    void removeTopology(LeaderEpoch epoch, String topologyId);

    /** Supervisors that no worker is to be on, with the host each had when it was drained; present or not. */
    Map<String, String> drained();

    /** Notes that no worker is to be on a supervisor any more; succeeds if that is noted already. */
    void drain(LeaderEpoch epoch, String supervisorId, String host);

    /** Lets a supervisor be used again; succeeds if it may be already. */
    void undrain(LeaderEpoch epoch, String supervisorId);

    Registration registerSupervisor(SupervisorRecord supervisor);

    /** Announces a Nimbus that is no candidate yet, so that the leader gives it what it is to hold. */
    Registration registerNimbus(NimbusRecord nimbus);

    /** Registers a Nimbus, if it is not yet, and makes it a candidate; closing resigns. */
    Registration joinElection(NimbusRecord nimbus, LeadershipListener listener);

    /** Whether it has been reached, as far as is known: false a while after contact was lost. Any thread, never blocks. */
    boolean isReachable();

    /**
     * Calls {@code onChange} after any change to topologies, assignments, supervisors or leader, and
     * once after a lost connection is back; changes are coalesced; on the cluster state's own thread,
     * so it must only wake somebody up.
     */
    Registration watch(Runnable onChange);

    /**
     * This process is about to end: from now on hardly anything waits for a cluster state that cannot be reached, so that the
     * end takes a few seconds at most. What is left behind, such as a registration, goes with the session. Any thread, never
     * blocks.
     */
    void aboutToClose();

    @Override
    void close();
}
