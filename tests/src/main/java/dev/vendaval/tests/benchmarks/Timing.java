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
    private static final Duration IDLE_WARM_UP = Duration.ofSeconds(45);
    private static final Duration IDLE_WINDOW = Duration.ofSeconds(10);
    private static final Duration DRAIN = Duration.ofMinutes(2);

    /** The warm-up is 10 s for all systems alike, less for windows below 5 s. */
    static Timing ofWindow(Duration window) {
        Duration warmUp = window.multipliedBy(2);
        return new Timing(warmUp.compareTo(LONGEST_WARM_UP) < 0 ? warmUp : LONGEST_WARM_UP, window, DRAIN);
    }

    /**
     * Of a topology that does nothing: its code runs so seldom that it is compiled for most of a minute, and what the
     * compilers take would be most of what is measured.
     */
    Timing ofIdle() {
        boolean measures = window.compareTo(Duration.ofSeconds(1)) >= 0;
        return measures ? new Timing(IDLE_WARM_UP, IDLE_WINDOW, drain) : this;
    }
}
