package dev.vendaval.tests.benchmarks.engine;

import java.util.List;

/** A workload that runs on an engine. The benchmark's main thread alone calls it. */
public interface Submission {
    /**
     * The processes that run the workload's tasks (worker JVMs; Flink's task managers), not daemons, not log writers.
     * Their processor time and resident memory are the system's. Called when all tasks have made their tallies.
     */
    List<ProcessHandle> workers();

    /**
     * Takes it off the cluster, by force where that is quicker, and returns when no process of it is left that could
     * use processor time, and the engine takes the next submission.
     */
    void stop();
}
