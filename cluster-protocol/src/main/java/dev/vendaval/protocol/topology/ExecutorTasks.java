package dev.vendaval.protocol.topology;

import java.util.List;

/**
 * One executor: a component and the tasks it owns, neighbours among all that the component has.
 *
 * @param component component id
 * @param tasks ascending, never empty; the first one names the executor on the wire
 */
public record ExecutorTasks(String component, List<Integer> tasks) {
    public ExecutorTasks {
        tasks = List.copyOf(tasks);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("executor of " + component + " without a task");
        }
    }
}
