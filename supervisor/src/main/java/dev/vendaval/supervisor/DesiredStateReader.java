package dev.vendaval.supervisor;

import dev.vendaval.protocol.config.ConfigException;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.Registration;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.Versioned;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the cluster state whenever it may have changed and hands on what concerns this supervisor.
 * Has a thread of its own, {@code supervisor-state}, because reads block. A pass that fails is
 * repeated with back-off and hands on nothing: whatever could not be read stays as it is. A record
 * that cannot be decoded concerns its topology only, which is then not known rather than not there.
 */
final class DesiredStateReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DesiredStateReader.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    /** Longest wait for a signal; only bounds the wait, every change is signalled. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final ClusterState clusterState;
    private final String supervisorId;
    private final Consumer<DesiredState> onRead;
    /** Holds at most one signal: any number of changes is one reason to read. */
    private final BlockingQueue<Boolean> signal = new ArrayBlockingQueue<>(1);

    private final Map<String, TopologyDefinition> definitions = new HashMap<>();
    /** What has been said of records that could not be decoded, so that it is said once. */
    private Set<String> complaints = Set.of();

    private final Thread thread;
    private boolean failing;
    private volatile boolean closed;

    /** @param onBug told of what has ended the thread: nothing would be read any more */
    DesiredStateReader(
            ClusterState clusterState, String supervisorId, Consumer<DesiredState> onRead, Consumer<Throwable> onBug) {
        this.clusterState = clusterState;
        this.supervisorId = supervisorId;
        this.onRead = onRead;
        this.thread = new Thread(this::run, "supervisor-state");
        this.thread.setDaemon(true);
        this.thread.setUncaughtExceptionHandler((reader, bug) -> onBug.accept(bug));
    }

    void start() {
        wake();
        thread.start();
    }

    /** Asks for one more pass; any thread, never blocks. */
    void wake() {
        signal.offer(true);
    }

    private void run() {
        try (Registration watch = clusterState.watch(this::wake)) {
            Duration retry = FIRST_RETRY;
            boolean complete = true;
            while (!closed) {
                signal.poll((complete ? LONGEST_WAIT : retry).toMillis(), TimeUnit.MILLISECONDS);
                if (closed) {
                    return;
                }
                complete = pass();
                retry = complete ? FIRST_RETRY : min(retry.multipliedBy(2), LAST_RETRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration min(Duration first, Duration second) {
        return first.compareTo(second) < 0 ? first : second;
    }

    /** Reads all once and hands it on; returns whether everything could be read. */
    boolean pass() {
        try {
            Set<String> undecodable = new TreeSet<>();
            DesiredState state = read(undecodable);
            onRead.accept(state);
            if (failing) {
                LOG.info("the cluster state can be read again");
            }
            failing = false;
            complain(undecodable);
            return state.unreadable().isEmpty() && undecodable.isEmpty();
        } catch (ClusterStateException e) {
            if (!closed && !failing) {
                LOG.warn("the cluster state cannot be read now; everything stays as it is: {}", e.getMessage());
            }
        } catch (RuntimeException e) {
            if (!closed && !failing) {
                LOG.error("a fault of Vendaval's in reading the cluster state; everything stays as it is", e);
            }
        }
        failing = true;
        return false;
    }

    private void complain(Set<String> undecodable) {
        for (String complaint : undecodable) {
            if (!complaints.contains(complaint)) {
                LOG.warn("what it is about stays as it is: {}", complaint);
            }
        }
        complaints = Set.copyOf(undecodable);
    }

    private DesiredState read(Set<String> undecodable) {
        Set<String> ids = new TreeSet<>(clusterState.topologyIds());
        definitions.keySet().retainAll(ids);
        Map<String, DesiredTopology> topologies = new HashMap<>();
        Set<String> unreadable = new HashSet<>();
        for (String id : ids) {
            try {
                Optional<Placement> placement = clusterState.placement(id);
                if (placement.filter(this::isHere).isPresent()) {
                    readTopology(id, placement.get())
                            .ifPresentOrElse(topology -> topologies.put(id, topology), () -> unreadable.add(id));
                }
            } catch (ClusterStateException.Unreadable e) {
                unreadable.add(id);
                undecodable.add(String.valueOf(e.getMessage()));
            }
        }
        return new DesiredState(
                topologies,
                unreadable,
                ids,
                readSupervisors(topologies),
                readLeader(undecodable),
                clusterState.nimbuses().stream()
                        .map(nimbus -> new HostPort(nimbus.host(), nimbus.port()))
                        .sorted(Comparator.comparing(HostPort::toString))
                        .toList());
    }

    private Map<String, HostPort> readSupervisors(Map<String, DesiredTopology> topologies) {
        boolean alone = topologies.values().stream()
                .flatMap(topology -> topology.workers().stream())
                .allMatch(worker -> worker.supervisorId().equals(supervisorId));
        if (alone) {
            return Map.of();
        }
        Map<String, HostPort> present = new HashMap<>();
        clusterState
                .supervisors()
                .forEach(
                        supervisor -> present.put(supervisor.id(), new HostPort(supervisor.host(), supervisor.port())));
        return present;
    }

    private @Nullable HostPort readLeader(Set<String> undecodable) {
        try {
            return clusterState
                    .leader()
                    .map(nimbus -> new HostPort(nimbus.host(), nimbus.port()))
                    .orElse(null);
        } catch (ClusterStateException.Unreadable e) {
            undecodable.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private boolean isHere(Placement placement) {
        return DesiredTopology.workers(placement).stream()
                .anyMatch(slot -> slot.supervisorId().equals(supervisorId));
    }

    private Optional<DesiredTopology> readTopology(String id, Placement placement) {
        Optional<TopologyDefinition> definition =
                Optional.ofNullable(definitions.get(id)).or(() -> clusterState.definition(id));
        Optional<Versioned<TopologyState>> state = clusterState.topologyState(id);
        if (definition.isEmpty() || state.isEmpty()) {
            return Optional.empty(); // being removed right now, or damaged: the next pass tells
        }
        definitions.put(id, definition.get());
        try {
            TopologySettings settings = TopologySettings.of(definition.get().config());
            return Optional.of(new DesiredTopology(
                    definition.get(), settings, placement, state.get().value().status()));
        } catch (ConfigException e) {
            LOG.error("the accepted configuration of {} cannot be read", id, e);
            return Optional.empty();
        }
    }

    /** Ends the thread. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("supervisor-state is still in a read of the cluster state; it ends when that does");
        }
    }
}
