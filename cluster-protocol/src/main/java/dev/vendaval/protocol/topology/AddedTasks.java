package dev.vendaval.protocol.topology;

import java.util.List;

/**
 * Tasks that a component got at once, after the submit.
 *
 * @param component its id
 * @param tasks their ids, ascending
 */
public record AddedTasks(String component, List<Integer> tasks) {
    public AddedTasks {
        tasks = List.copyOf(tasks);
    }
}
