package dev.vendaval.protocol.topology;

import java.util.List;

/**
 * One executor: a component and the contiguous task ids it owns.
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
