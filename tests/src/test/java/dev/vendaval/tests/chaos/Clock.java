package dev.vendaval.tests.chaos;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Lets time pass where time is what a fault is made of. */
final class Clock {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofMinutes(3);

    private Clock() {}

    /** Returns when {@link System#nanoTime()} is past a moment. */
    static void passes(long nanos) {
        await("time passes")
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(MOST)
                .until(() -> System.nanoTime() - nanos >= 0);
    }

    static void passes(Duration duration) {
        passes(System.nanoTime() + duration.toNanos());
    }
}
