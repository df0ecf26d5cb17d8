package dev.vendaval.worker.exchange;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where the thread of a loop parks while none of its executors has anything to do. {@link #wake} and {@link #isParked} are
 * for any thread, the rest is for the loop.
 *
 * <pre>
 * waker:  make the work visible, full fence, Wakeup.wake()
 * loop:   announce(), look at the wake-ups of its executors once more, then park() or withdraw()
 * </pre>
 *
 * One of the two always sees the other, so no wake-up is lost.
 */
public final class Parking {
    private volatile @Nullable Thread parked;

    /** Wakes the loop if it has announced that it parks. */
    public void wake() {
        Thread thread = parked;
        if (thread != null) {
            parked = null;
            LockSupport.unpark(thread);
        }
    }

    /** Whether the loop is parked or about to be. */
    public boolean isParked() {
        return parked != null;
    }

    /** The loop is about to park and will look for work once more. */
    public void announce() {
        parked = Thread.currentThread();
    }

    /** The loop has found work after all. */
    public void withdraw() {
        parked = null;
    }

    /** Parks until woken or the time is over; may return early for no reason. */
    public void park(long nanos) {
        if (parked != null) {
            LockSupport.parkNanos(this, nanos);
        }
        parked = null;
    }
}
