package dev.vendaval.client;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.service.ServiceException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of one wait; owned by the thread that waits. Pauses between two looks end at once when {@code closed} opens. */
final class Deadline {
    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 100;

    private final CountDownLatch closed;
    private final long endNanos;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean ended;

    Deadline(Duration timeout, CountDownLatch closed) {
        this.closed = closed;
        // A year is as good as for ever and cannot overflow.
        this.endNanos = System.nanoTime() + Math.min(timeout.toNanos(), TimeUnit.DAYS.toNanos(365));
    }

    /** Waits a little, each time longer; false if the time is over, the client was closed or the thread interrupted. */
    boolean pause() {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
        if (ended || leftMillis <= 0) {
            return false;
        }
        try {
            ended = closed.await(Math.min(pauseMillis, leftMillis), TimeUnit.MILLISECONDS);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = true;
        }
        return !ended;
    }

    /**
     * Whether what a look met says nothing of what is waited for: nobody leads, or nobody answered in time, be it because
     * our own time was almost over. The next {@link #pause} tells whether there is time for another look.
     */
    static boolean mayBeAskedAgain(ServiceException met) {
        return met.code() == Code.NO_CLUSTER || met.code() == Code.TIMEOUT;
    }
}
