package dev.vendaval.worker.executor;

import java.time.Duration;

/**
 * How the executors of a worker share threads.
 *
 * @param processors how many shared loops there may be
 * @param firstQuiet for how long an executor that blocked must have been quick before it joins a shared loop again
 * @param longestQuiet the same for one that blocked often: each time doubles it, up to this
 */
record Sharing(int processors, Duration firstQuiet, Duration longestQuiet) {
    private static final Duration FIRST_QUIET = Duration.ofSeconds(1);
    private static final Duration LONGEST_QUIET = Duration.ofMinutes(10);

    static Sharing ofThisMachine() {
        return new Sharing(Runtime.getRuntime().availableProcessors(), FIRST_QUIET, LONGEST_QUIET);
    }
}
