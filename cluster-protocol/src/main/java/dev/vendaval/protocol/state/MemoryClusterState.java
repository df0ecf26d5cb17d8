package dev.vendaval.protocol.state;

import dev.vendaval.protocol.topology.TopologyDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster state inside one JVM, shared by the daemons of local mode and by tests. Every method is one step under one
 * lock; listeners are called on the thread {@code cluster-state}, which this object owns and {@link #close} ends.
 */
public final class MemoryClusterState implements ClusterState {
    private static final Logger log = LoggerFactory.getLogger(MemoryClusterState.class);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final TreeMap<String, TopologyNode> topologies = new TreeMap<>();
    private final List<Presence<SupervisorRecord>> supervisors = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final ExecutorService listeners = Executors.newSingleThreadExecutor(runnable -> {
        Thread thread = new Thread(runnable, "cluster-state");
        thread.setDaemon(true);
        return thread;
    });

    private @Nullable Candidate leader;
    private long epochNumber;

    /** What exists of one topology; guarded by the lock. */
    private static final class TopologyNode {
        final TopologyDefinition definition;
        TopologyState state;
        int stateVersion;

        @Nullable
        Assignment assignment;

        TopologyNode(TopologyDefinition definition, TopologyState state) {
            this.definition = definition;
            this.state = state;
        }
    }

    /** A registration, told apart from an equal one by its identity. */
    private record Presence<T>(T value, Object identity) {}

    private record Candidate(NimbusRecord nimbus, LeadershipListener listener) {}

    private record Watcher(Runnable onChange, AtomicBoolean due) {}

    @Override
    public synchronized List<String> topologyIds() {
        return List.copyOf(topologies.keySet());
    }

    @Override
    public synchronized Optional<TopologyDefinition> definition(String topologyId) {
        return node(topologyId).map(node -> node.definition);
    }

    @Override
    public synchronized Optional<Versioned<TopologyState>> topologyState(String topologyId) {
        return node(topologyId).map(node -> new Versioned<>(node.state, node.stateVersion));
    }

    @Override
    public synchronized Optional<Assignment> assignment(String topologyId) {
        return node(topologyId).flatMap(node -> Optional.ofNullable(node.assignment));
    }

    private Optional<TopologyNode> node(String topologyId) {
        return Optional.ofNullable(topologies.get(topologyId));
    }

    @Override
    public synchronized List<SupervisorRecord> supervisors() {
        return supervisors.stream().map(Presence::value).toList();
    }

    @Override
    public synchronized List<NimbusRecord> nimbuses() {
        return candidates.stream().map(Candidate::nimbus).toList();
    }

    @Override
    public synchronized Optional<NimbusRecord> leader() {
        return Optional.ofNullable(leader).map(Candidate::nimbus);
    }

    @Override
    public synchronized void createTopology(LeaderEpoch epoch, TopologyDefinition definition, TopologyState state) {
        checkEpoch(epoch);
        for (TopologyNode node : topologies.values()) {
            if (node.definition.name().equals(definition.name())) {
                if (node.definition.submitId().equals(definition.submitId())) {
                    return;
                }
                throw new ClusterStateException.NameTaken(
                        "topology name '" + definition.name() + "' is taken by " + node.definition.id());
            }
        }
        topologies.put(definition.id(), new TopologyNode(definition, state));
        changed();
    }

    @Override
    public synchronized void updateTopologyState(
            LeaderEpoch epoch, String topologyId, TopologyState state, int expectedVersion) {
        checkEpoch(epoch);
        TopologyNode node = existing(topologyId);
        if (node.stateVersion != expectedVersion) {
            throw new ClusterStateException.VersionConflict(
                    "state of " + topologyId + " has version " + node.stateVersion + ", expected " + expectedVersion);
        }
        node.state = state;
        node.stateVersion++;
        changed();
    }

    @Override
    public synchronized void writeAssignment(LeaderEpoch epoch, Assignment assignment) {
        checkEpoch(epoch);
        TopologyNode node = existing(assignment.topologyId());
        long present = node.assignment == null ? 0 : node.assignment.version();
        if (assignment.version() != present + 1) {
            throw new ClusterStateException.VersionConflict("assignment of " + assignment.topologyId() + " has version "
                    + present + ", so version " + assignment.version() + " cannot follow");
        }
        node.assignment = assignment;
        changed();
    }

    private TopologyNode existing(String topologyId) {
        return node(topologyId)
                .orElseThrow(() -> new ClusterStateException.VersionConflict("topology " + topologyId + " is gone"));
    }

    @Override
    public synchronized void removeTopology(LeaderEpoch epoch, String topologyId) {
        checkEpoch(epoch);
        if (topologies.remove(topologyId) != null) {
            changed();
        }
    }

    private void checkEpoch(LeaderEpoch epoch) {
        if (epoch.number() != epochNumber) {
            throw new ClusterStateException.StaleLeader(
                    "leader epoch " + epoch.number() + " is over, the newest is " + epochNumber);
        }
    }

    @Override
    public synchronized Registration registerSupervisor(SupervisorRecord supervisor) {
        Presence<SupervisorRecord> presence = new Presence<>(supervisor, new Object());
        supervisors.removeIf(other -> other.value().id().equals(supervisor.id()));
        supervisors.add(presence);
        changed();
        return () -> leave(presence);
    }

    private synchronized void leave(Presence<SupervisorRecord> presence) {
        if (supervisors.removeIf(other -> other.identity() == presence.identity())) {
            changed();
        }
    }

    @Override
    public synchronized Registration joinElection(NimbusRecord nimbus, LeadershipListener listener) {
        Candidate candidate = new Candidate(nimbus, listener);
        candidates.add(candidate);
        electIfVacant();
        changed();
        return () -> resign(candidate);
    }

    private synchronized void resign(Candidate candidate) {
        if (!candidates.remove(candidate)) {
            return;
        }
        if (candidate.equals(leader)) {
            leader = null;
            tell(candidate.listener()::revoked);
            electIfVacant();
        }
        changed();
    }

    private void electIfVacant() {
        if (leader == null && !candidates.isEmpty()) {
            Candidate elected = candidates.get(0);
            leader = elected;
            LeaderEpoch epoch = new LeaderEpoch(++epochNumber);
            tell(() -> elected.listener().elected(epoch));
        }
    }

    @Override
    public synchronized Registration watch(Runnable onChange) {
        Watcher watcher = new Watcher(onChange, new AtomicBoolean());
        watchers.add(watcher);
        return () -> unwatch(watcher);
    }

    private synchronized void unwatch(Watcher watcher) {
        watchers.removeIf(other -> other.due() == watcher.due());
    }

    /** Changes that come before a watcher was called are told by that one call. */
    private void changed() {
        for (Watcher watcher : watchers) {
            if (watcher.due().compareAndSet(false, true)) {
                tell(() -> {
                    watcher.due().set(false);
                    watcher.onChange().run();
                });
            }
        }
    }

    private void tell(Runnable listener) {
        if (!listeners.isShutdown()) {
            listeners.execute(() -> {
                try {
                    listener.run();
                } catch (RuntimeException e) {
                    log.error("a listener of the cluster state threw; the others are told all the same", e);
                }
            });
        }
    }

    @Override
    public void close() {
        listeners.shutdownNow();
        try {
            if (!listeners.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("a listener of the cluster state is still running {} after close", STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
