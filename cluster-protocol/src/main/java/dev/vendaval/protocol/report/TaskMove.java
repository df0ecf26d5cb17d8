package dev.vendaval.protocol.report;

import java.util.List;

/**
 * Tasks that a worker has taken over in the newest switch.
 *
 * @param pauseNanos the longest that one of them took no tuples, from the end at the old place to the start at the new
 */
public record TaskMove(String component, List<Integer> tasks, long pauseNanos) {
    public TaskMove {
        tasks = List.copyOf(tasks);
    }
}
