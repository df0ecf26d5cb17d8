package dev.vendaval.tests.benchmarks;

import java.time.Duration;

/**
 * The times of a round.
 *
 * @param warmUp from the first tuple to the window
 * @param window over which is measured
 * @param drain the longest time from stop until everything has arrived
 */
record Timing(Duration warmUp, Duration window, Duration drain) {
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(10);
    private static final Duration DRAIN = Duration.ofMinutes(2);

    /** The warm-up is 10 s for all systems alike, less for windows below 5 s. */
    static Timing ofWindow(Duration window) {
        Duration warmUp = window.multipliedBy(2);
        return new Timing(warmUp.compareTo(LONGEST_WARM_UP) < 0 ? warmUp : LONGEST_WARM_UP, window, DRAIN);
    }
}
