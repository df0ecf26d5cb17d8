package dev.vendaval.tests.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A system on two hosts of this machine, a supervisor with some slots each, in its default configuration; on it the
 * counting topology of {@code dev.vendaval.tests.topologies.chaos}, which is changed while it runs, and hosts that die.
 * The benchmark's main thread alone calls it:
 *
 * <pre>
 *   start, { submit, { rebalance | drain | killHost, restartHost }*, remove }*, close
 * </pre>
 *
 * Everything that waits is bounded and throws {@link IllegalStateException}.
 */
public interface Hosts extends AutoCloseable {
    /** How many there are. */
    int COUNT = 2;

    /** Slots of each. */
    int SLOTS = 4;

    /** What some system has not. */
    enum Ability {
        /** More executors of a component than it has tasks. */
        GROWTH,
        /** Everything off a host, while it runs. */
        DRAIN,
        /** Whatever is changed: nothing fails, comes twice or out of order, or is counted wrongly. */
        UNNOTICED
    }

    /** What this one has. Before start, too. */
    Set<Ability> abilities();

    /** The name of the system. Before start, too. */
    String system();

    /** The version of the system that runs. Before start, too. */
    String version();

    /**
     * Starts ZooKeeper, Nimbus and the supervisors and returns when they take submissions.
     *
     * @param directory empty, for whatever they write; stays afterwards
     */
    void start(Path directory) throws IOException;

    /**
     * Submits the topology; its tasks may still be starting afterwards.
     *
     * @param countTasks of the counting bolt; another number than {@code Counting.COUNT_TASKS} only where it can grow
     */
    void submit(String topology, Path tapes, int workers, int perSecond, int countTasks) throws IOException;

    /**
     * Changes it by the system's command, without a pause for the spouts.
     *
     * @param options of the command, which are the same in all systems: {@code -n 3}, {@code -e count=5}
     * @return what the command said of it when it was done; empty if it returns when it has only begun
     */
    Map<String, Object> rebalance(String topology, List<String> options) throws IOException;

    /**
     * Moves everything off a host, by the system's command, and then lets it be used again.
     *
     * @param ofSource whether it is the host that has the source, or another one with tasks of the topology
     * @return what can be told of it, as of a rebalance
     */
    Map<String, Object> drain(String topology, boolean ofSource) throws IOException;

    /**
     * Ends the supervisor of a worker by SIGKILL and then all of its workers of the topology.
     *
     * @return when it began with that, as {@link System#nanoTime()}
     */
    long killHost(String topology, long workerPid) throws IOException;

    /** Starts the supervisor that was killed again. */
    void restartHost() throws IOException;

    /** Takes the topology off the hosts and returns when none of its processes is left. */
    void remove(String topology) throws IOException;

    /** Ends all of it. Returns when no process is left. */
    @Override
    void close();
}
