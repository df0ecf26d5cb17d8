package dev.vendaval.protocol.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * The tasks of one component.
 *
 * @param component component id, {@code __acker} included
 * @param system true for the runtime's own components
 * @param tasks ascending task ids
 * @param executors how they are spread over executors at submit; empty for system components, whose tasks
 *     run in the executors they serve
 */
public record ComponentTasks(String component, boolean system, List<Integer> tasks, List<ExecutorTasks> executors) {
    public ComponentTasks {
        tasks = List.copyOf(tasks);
        executors = List.copyOf(executors);
    }

    /** The same with more tasks, of an executor each. */
    ComponentTasks with(List<Integer> added) {
        List<Integer> allTasks = new ArrayList<>(tasks);
        allTasks.addAll(added);
        List<ExecutorTasks> allExecutors = new ArrayList<>(executors);
        added.forEach(task -> allExecutors.add(new ExecutorTasks(component, List.of(task))));
        return new ComponentTasks(component, system, allTasks, allExecutors);
    }
}
