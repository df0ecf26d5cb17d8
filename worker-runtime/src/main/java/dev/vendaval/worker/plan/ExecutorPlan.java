package dev.vendaval.worker.plan;

import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import java.util.List;

/**
 * An executor and where it runs. Equal in two plans if it is the same executor: the same tasks in the same worker, the same
 * keys for these tasks, and the same instances of the component.
 *
 * @param component id of its component
 * @param tasks ascending; neighbours among all tasks of the component
 * @param worker index of the worker in the assignment, or {@link #NO_WORKER}
 * @param generation how often the component's keys have been shared out anew or its instances re-created
 */
public record ExecutorPlan(String component, List<Integer> tasks, int worker, int generation) {
    /** The worker of an executor that could not be placed. */
    public static final int NO_WORKER = -1;

    /** Task ids are lower than 2 to this. */
    private static final int TASK_BITS = Integer.bitCount(TaskLayout.HIGHEST_ID);

    public ExecutorPlan {
        tasks = List.copyOf(tasks);
    }

    /** Of the first generation. */
    public ExecutorPlan(String component, List<Integer> tasks, int worker) {
        this(component, tasks, worker, 0);
    }

    /** The lowest of its tasks, which names it to people. */
    public int firstTask() {
        return tasks.get(0);
    }

    /**
     * What names the executor on the wire, within its worker: its tasks, so that one that has other tasks in the next plan,
     * or another generation of them, has another name. The lower 19 bits are the first of them, then comes a bit that
     * changes with each generation, the upper 12 are how many they are.
     */
    public int address() {
        return (tasks.size() << (TASK_BITS + 1)) | ((generation & 1) << TASK_BITS) | firstTask();
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
