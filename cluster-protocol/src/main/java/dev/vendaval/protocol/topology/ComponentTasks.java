package dev.vendaval.protocol.topology;

import java.util.List;

/**
 * The tasks of one component.
 *
 * @param component component id, {@code __acker} included
 * @param system true for the runtime's own components
 * @param tasks ascending task ids
 * @param executors how they are spread over executors; empty for system components, whose tasks
 *     run in the executors they serve
 */
public record ComponentTasks(String component, boolean system, List<Integer> tasks, List<ExecutorTasks> executors) {
    public ComponentTasks {
        tasks = List.copyOf(tasks);
        executors = List.copyOf(executors);
    }
}
