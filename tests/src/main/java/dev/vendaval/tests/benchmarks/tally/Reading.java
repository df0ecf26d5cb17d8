package dev.vendaval.tests.benchmarks.tally;

/**
 * One task's numbers at one moment.
 *
 * @param sink whether it is a sink, otherwise a source
 * @param task id or index within its component
 * @param pid of the process it runs in
 * @param firstReceivedAtNanos nanoTime of the first tuple; 0 if none came
 */
public record Reading(
        boolean sink,
        String component,
        int task,
        long pid,
        long emitted,
        long expected,
        long received,
        long acked,
        long failed,
        boolean stopped,
        long firstReceivedAtNanos) {}
