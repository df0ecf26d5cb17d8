package dev.vendaval.worker.plan;

import dev.vendaval.protocol.topology.ExecutorTasks;
import java.util.List;

/**
 * An executor and where it runs. Equal in two plans if it is the same executor: the same tasks in the same worker.
 *
 * @param component id of its component
 * @param tasks ascending and contiguous
 * @param worker index of the worker in the assignment, or {@link #NO_WORKER}
 */
public record ExecutorPlan(String component, List<Integer> tasks, int worker) {
    /** The worker of an executor that could not be placed. */
    public static final int NO_WORKER = -1;

    /** Task ids are lower than 2 to this. */
    static final int TASK_BITS = 20;

    public ExecutorPlan {
        tasks = List.copyOf(tasks);
    }

    /** The lowest of its tasks, which names it to people. */
    public int firstTask() {
        return tasks.get(0);
    }

    /**
     * What names the executor on the wire, within its worker: its tasks, so that one that has other tasks, in another
     * plan, has another name. The lower 20 bits are the first of them, the upper 12 how many they are.
     */
    public int address() {
        return tasks.size() << TASK_BITS | firstTask();
    }

    /** Whether some worker runs it. */
    public boolean isPlaced() {
        return worker != NO_WORKER;
    }

    public ExecutorTasks identity() {
        return new ExecutorTasks(component, tasks);
    }

    @Override
    public String toString() {
        return component + "-" + firstTask();
    }
}
