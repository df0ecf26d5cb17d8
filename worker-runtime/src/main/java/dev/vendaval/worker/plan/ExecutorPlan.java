package dev.vendaval.worker.plan;

import dev.vendaval.protocol.topology.ExecutorTasks;
import java.util.List;

/**
 * An executor and where it runs.
 *
 * @param index among all executors of the topology; the same in every worker
 * @param component id of its component
 * @param tasks ascending and contiguous
 * @param worker index of the worker in the assignment, or {@link #NO_WORKER}
 */
public record ExecutorPlan(int index, String component, List<Integer> tasks, int worker) {
    /** The worker of an executor that could not be placed. */
    public static final int NO_WORKER = -1;

    public ExecutorPlan {
        tasks = List.copyOf(tasks);
    }

    /** The task that names the executor on the wire. */
    public int firstTask() {
        return tasks.get(0);
    }

    public ExecutorTasks identity() {
        return new ExecutorTasks(component, tasks);
    }

    @Override
    public String toString() {
        return component + "-" + firstTask();
    }
}
