package dev.vendaval.tests.benchmarks.engine;

import dev.vendaval.tests.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A stream processor with a real cluster on this machine, in one or more settings ("systems"). The benchmark's main
 * thread alone calls it, in this order:
 *
 * <pre>
 *   start, { submit, Submission.stop }*, close
 * </pre>
 *
 * Between submissions only the cluster's daemons run, idle; at no time does the benchmark have submissions of two
 * engines, or two of one engine. Everything that waits is bounded and throws {@link IllegalStateException} with a
 * message that names what did not happen and the log to look at.
 */
public interface Engine extends AutoCloseable {
    /** The settings it is measured in: {@code storm-default} and {@code storm-tuned} for example. Before start, too. */
    List<String> systems();

    /** The version of the system that runs, {@code 2.8.3}. Before start, too. */
    String version();

    /**
     * What was configured for a workload, for the results: plain data that JSON can hold (text, numbers, booleans,
     * lists, maps); the system's own names where there are some, JVM flags of the workers among them. Before start, too.
     */
    Map<String, Object> settings(String system, Workload workload);

    /**
     * Whether this system has what the workload needs: no for tracked workloads where there is no tracking, or for a
     * grouping it lacks. Asked before start, too; decides whether the scenario has this system in its results.
     */
    boolean runs(String system, Workload workload);

    /**
     * Starts the cluster's daemons and returns when it takes submissions. Called once, and only if something is to be
     * run on it.
     *
     * @param directory empty, for whatever it writes; stays afterwards
     */
    void start(Path directory) throws IOException;

    /**
     * Submits a workload and returns as soon as the system has accepted it; tasks may still be starting. The tasks
     * <ul>
     *   <li>open {@code Control.open(tally)} and {@code Tally.ofSource(tally, component, task)} in each source, {@code
     *       Tally.ofSink(tally, component, task)} in each sink, in the worker's process, before their first tuple (also
     *       of a source that never emits); {@code task} is any number unique within the component; component names have
     *       no meaning;
     *   <li>a source asks {@code control.isStopped()} before each emit; once true it calls {@code tally.stopped()} (any
     *       number of times) and emits nothing more, but goes on to take acks; a system in which a source can end may
     *       end it and let the job finish, provided that everything emitted still arrives;
     *   <li>a source calls {@code tally.emitted(copies)} after each emit with the tuples it makes at the sinks (for a
     *       line its words, else {@code workload.copies()}); {@code tally.acked()} or {@code tally.failed()} for each
     *       outcome of a tracked tuple, and for {@code LATENCY} {@code tally.latency(System.nanoTime() - due)} with the
     *       ack;
     *   <li>a sink calls {@code tally.received()} for each tuple, and for {@code LATENCY} {@code
     *       tally.latency(System.nanoTime() - due)}; then, tracked, it acks.
     * </ul>
     *
     * @param system one of {@link #systems}
     * @param tally a directory with the control file in it, otherwise empty, on this machine
     */
    Submission submit(String system, Workload workload, Path tally) throws IOException;

    /** Stops the daemons, and whatever is left of the workers. Returns when no process of the cluster is left. */
    @Override
    void close();
}
