package dev.vendaval.supervisor.slot;

import java.time.Duration;

/**
 * The time limits of every slot.
 *
 * @param launchTimeout from launch to hello
 * @param adoptTimeout from the start of this supervisor to the hello of a worker that an earlier one launched
 * @param silenceTimeout between two signs of life of a running worker
 * @param dumpTimeout to write down what the threads of a silent worker do
 * @param killRepeat between two tries to end a process by force
 * @param firstBackoff before the second try; doubles with each failure in a row
 * @param lastBackoff the longest wait between two tries
 * @param steadyAfter a worker that has lived this long has proven itself: its failures are forgotten
 */
public record SlotLimits(
        Duration launchTimeout,
        Duration adoptTimeout,
        Duration silenceTimeout,
        Duration dumpTimeout,
        Duration killRepeat,
        Duration firstBackoff,
        Duration lastBackoff,
        Duration steadyAfter) {
    /** Several times the longest pause between two tries of a worker to reach its supervisor. */
    private static final Duration LEAST_ADOPT_TIMEOUT = Duration.ofSeconds(10);

    /** So long after the cause is gone it may take until it is tried again; a launch takes two seconds of a core. */
    private static final Duration LAST_BACKOFF = Duration.ofSeconds(10);

    /** Ten times what a start takes: launching one at once that dies so late costs little, and a wait costs replays. */
    private static final Duration STEADY_AFTER = Duration.ofSeconds(10);

    /**
     * The usual limits. A JVM that starts on a busy host takes several times as long as one that is up
     * may be silent, hence the factor.
     *
     * @param workerTimeout the configured worker.timeout
     */
    public static SlotLimits of(Duration workerTimeout) {
        return new SlotLimits(
                workerTimeout.multipliedBy(3),
                workerTimeout.compareTo(LEAST_ADOPT_TIMEOUT) < 0 ? LEAST_ADOPT_TIMEOUT : workerTimeout,
                workerTimeout,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                LAST_BACKOFF,
                STEADY_AFTER);
    }

    /** The wait after so many failures in a row, the first being 1. */
    Duration backoff(int failures) {
        Duration wait = firstBackoff;
        for (int failure = 1; failure < failures && wait.compareTo(lastBackoff) < 0; failure++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(lastBackoff) < 0 ? wait : lastBackoff;
    }
}
