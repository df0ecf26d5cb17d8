package dev.vendaval.protocol.state;

import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cluster state of one JVM. Every process of a cluster would have a connection of its own; here each daemon has a
 * {@link #view}, which ends with it. One lock guards all; listeners are called on one thread of its own, in order, or
 * by whoever was given for that.
 */
public final class MemoryClusterState implements ClusterState {
    private static final int WAITING_CALLS = 10_000;
    private static final long CLOSE_SECONDS = 5;

    /** One topology as it is now. */
    private record Entry(
            TopologyDefinition definition,
            TopologyState state,
            int version,
            @Nullable Placement newest) {}

    /** A Nimbus that leads or waits to. */
    private record Candidate(NimbusRecord nimbus, LeadershipListener listener) {}

    /** A watcher with at most one call under way. */
    private record Watcher(Runnable onChange, AtomicBoolean called) {}

    private final Object lock = new Object();
    private final Map<String, Entry> topologies = new TreeMap<>();
    private final Map<String, String> drained = new TreeMap<>();
    private final List<SupervisorRecord> supervisors = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    /** Registered apart from the election; equal ones of several registrations stay until the last is closed. */
    private final List<NimbusRecord> nimbuses = new ArrayList<>();

    private final List<Watcher> watchers = new ArrayList<>();
    private final Executor callbacks;
    /** Null if somebody else calls the listeners. */
    private final @Nullable ThreadPoolExecutor callbackThread;

    private @Nullable Candidate leading;
    private long epochNumber;

    /** Whose listeners are called on the thread {@code cluster-state}. */
    public MemoryClusterState() {
        this.callbackThread = newCallbackThread();
        this.callbacks = callbackThread;
    }

    /** Whose listeners are called by {@code callbacks}, which must keep their order and not call them at once. */
    public MemoryClusterState(Executor callbacks) {
        this.callbackThread = null;
        this.callbacks = callbacks;
    }

    private static ThreadPoolExecutor newCallbackThread() {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_CALLS), task -> {
                    Thread made = new Thread(task, "cluster-state");
                    made.setDaemon(true);
                    return made;
                });
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /** The state as one process sees it: closing it ends that process's registrations and watches only. */
    public ClusterState view() {
        return new ClusterStateView(this);
    }

    @Override
    public List<String> topologyIds() {
        synchronized (lock) {
            return List.copyOf(topologies.keySet());
        }
    }

    private <T> Optional<T> read(String topologyId, Function<Entry, @Nullable T> part) {
        synchronized (lock) {
            return Optional.ofNullable(topologies.get(topologyId)).map(part);
        }
    }

    @Override
    public Optional<TopologyDefinition> definition(String topologyId) {
        return read(topologyId, Entry::definition);
    }

    @Override
    public Optional<Versioned<TopologyState>> topologyState(String topologyId) {
        return read(topologyId, entry -> new Versioned<>(entry.state(), entry.version()));
    }

    @Override
    public Optional<Placement> placement(String topologyId) {
        return read(topologyId, Entry::newest);
    }

    @Override
    public List<SupervisorRecord> supervisors() {
        synchronized (lock) {
            return supervisors.stream()
                    .sorted(Comparator.comparing(SupervisorRecord::id))
                    .toList();
        }
    }

    @Override
    public List<NimbusRecord> nimbuses() {
        synchronized (lock) {
            return Stream.concat(candidates.stream().map(Candidate::nimbus), nimbuses.stream())
                    .distinct()
                    .toList();
        }
    }

    @Override
    public Optional<NimbusRecord> leader() {
        synchronized (lock) {
            return Optional.ofNullable(leading).map(Candidate::nimbus);
        }
    }

    @Override
    public void createTopology(LeaderEpoch epoch, TopologyDefinition definition, TopologyState state) {
        synchronized (lock) {
            checkEpoch(epoch);
            for (Entry entry : topologies.values()) {
                if (entry.definition().name().equals(definition.name())) {
                    if (entry.definition().submitId().equals(definition.submitId())) {
                        return;
                    }
                    throw new ClusterStateException.NameTaken("the name " + definition.name()
                            + " is taken by the topology " + entry.definition().id());
                }
            }
            if (topologies.containsKey(definition.id())) {
                throw new ClusterStateException.VersionConflict("there is a topology " + definition.id() + " already");
            }
            topologies.put(definition.id(), new Entry(definition, state, 0, null));
            changed();
        }
    }

    @Override
    public void updateTopologyState(LeaderEpoch epoch, String topologyId, TopologyState state, int expectedVersion) {
        synchronized (lock) {
            checkEpoch(epoch);
            Entry entry = existing(topologyId);
            if (entry.version() != expectedVersion) {
                throw new ClusterStateException.VersionConflict(
                        "the state of " + topologyId + " has version " + entry.version() + ", not " + expectedVersion);
            }
            topologies.put(topologyId, new Entry(entry.definition(), state, entry.version() + 1, entry.newest()));
            changed();
        }
    }

    @Override
    public void writeAssignment(LeaderEpoch epoch, Assignment assignment) {
        synchronized (lock) {
            checkEpoch(epoch);
            Entry entry = existing(assignment.topologyId());
            long next = entry.newest() == null ? 1 : entry.newest().nextVersion();
            if (assignment.version() != next) {
                throw new ClusterStateException.VersionConflict("the next assignment of " + assignment.topologyId()
                        + " has version " + next + ", not " + assignment.version());
            }
            place(entry, Placement.stable(assignment));
        }
    }

    @Override
    public void replacePlacement(LeaderEpoch epoch, Placement expected, Placement next) {
        synchronized (lock) {
            checkEpoch(epoch);
            Entry entry = existing(expected.topologyId());
            if (!expected.equals(entry.newest())) {
                throw new ClusterStateException.VersionConflict(
                        "the placement of " + expected.topologyId() + " is not the one that was to be replaced");
            }
            place(entry, next);
        }
    }

    private void place(Entry entry, Placement placement) {
        topologies.put(
                placement.topologyId(), new Entry(entry.definition(), entry.state(), entry.version(), placement));
        changed();
    }

    private Entry existing(String topologyId) {
        Entry entry = topologies.get(topologyId);
        if (entry == null) {
            throw new ClusterStateException.VersionConflict("there is no topology " + topologyId + " any more");
        }
        return entry;
    }

    @Override
    public void removeTopology(LeaderEpoch epoch, String topologyId) {
        synchronized (lock) {
            checkEpoch(epoch);
            if (topologies.remove(topologyId) != null) {
                changed();
            }
        }
    }

    @Override
    public void confirmLeader(LeaderEpoch epoch) {
        synchronized (lock) {
            checkEpoch(epoch);
        }
    }

    private void checkEpoch(LeaderEpoch epoch) {
        if (epoch.number() != epochNumber) {
            throw new ClusterStateException.StaleLeader(
                    "leadership " + epoch.number() + " is over: " + epochNumber + " is the newest");
        }
    }

    @Override
    public Map<String, String> drained() {
        synchronized (lock) {
            return Map.copyOf(drained);
        }
    }

    @Override
    public void drain(LeaderEpoch epoch, String supervisorId, String host) {
        synchronized (lock) {
            checkEpoch(epoch);
            drained.putIfAbsent(supervisorId, host);
        }
    }

    @Override
    public void undrain(LeaderEpoch epoch, String supervisorId) {
        synchronized (lock) {
            checkEpoch(epoch);
            drained.remove(supervisorId);
        }
    }

    @Override
    public Registration registerSupervisor(SupervisorRecord supervisor) {
        synchronized (lock) {
            supervisors.removeIf(present -> present.id().equals(supervisor.id()));
            supervisors.add(supervisor);
            changed();
        }
        // By identity: a successor with the same id, even an equal record, is not this one's to remove.
        return () -> end(() -> supervisors.removeIf(isSame(supervisor)));
    }

    @SuppressWarnings("ReferenceEquality")
    private static <T> Predicate<T> isSame(T wanted) {
        return present -> present == wanted;
    }

    private void end(Runnable removal) {
        synchronized (lock) {
            removal.run();
            changed();
        }
    }

    @Override
    public Registration registerNimbus(NimbusRecord nimbus) {
        synchronized (lock) {
            nimbuses.add(nimbus);
            changed();
        }
        return () -> end(() -> nimbuses.remove(nimbus));
    }

    @Override
    public Registration joinElection(NimbusRecord nimbus, LeadershipListener listener) {
        Candidate candidate = new Candidate(nimbus, listener);
        synchronized (lock) {
            candidates.add(candidate);
            elect();
            changed();
        }
        return () -> end(() -> resign(candidate));
    }

    @SuppressWarnings("ReferenceEquality")
    private void resign(Candidate candidate) {
        candidates.removeIf(isSame(candidate));
        if (leading == candidate) {
            leading = null;
            elect();
        }
    }

    private void elect() {
        if (leading == null && !candidates.isEmpty()) {
            Candidate elected = candidates.get(0);
            leading = elected;
            LeaderEpoch epoch = new LeaderEpoch(++epochNumber);
            callbacks.execute(() -> elected.listener().elected(epoch));
        }
    }

    @Override
    public boolean isReachable() {
        return true;
    }

    @Override
    public Registration watch(Runnable onChange) {
        Watcher watcher = new Watcher(onChange, new AtomicBoolean());
        synchronized (lock) {
            watchers.add(watcher);
        }
        return () -> {
            synchronized (lock) {
                watchers.removeIf(isSame(watcher));
            }
        };
    }

    private void changed() {
        for (Watcher watcher : watchers) {
            if (watcher.called().compareAndSet(false, true)) {
                callbacks.execute(() -> {
                    watcher.called().set(false);
                    watcher.onChange().run();
                });
            }
        }
    }

    /** It never has to be waited for. */
    @Override
    public void aboutToClose() {}

    /** Ends all registrations and watches, and the thread. */
    @Override
    public void close() {
        synchronized (lock) {
            watchers.clear();
            candidates.clear();
            nimbuses.clear();
            supervisors.clear();
            leading = null;
        }
        if (callbackThread != null) {
            end(callbackThread);
        }
    }

    private static void end(ThreadPoolExecutor thread) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
