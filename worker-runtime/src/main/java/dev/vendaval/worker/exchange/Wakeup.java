package dev.vendaval.worker.exchange;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the thread that runs an executor, if it is parked. {@link #wake} is for any thread and costs one read while the
 * executor is busy; the rest is for the owning loop.
 *
 * <pre>
 * waker:  make the work visible, full fence, wake()
 * loop:   announce(), look for work once more, then park() or withdraw()
 * </pre>
 *
 * One of the two always sees the other, so no wake-up is lost.
 */
public final class Wakeup {
    private volatile @Nullable Thread parked;

    /** Wakes the loop if it has announced that it parks. The caller has put a full fence after making work visible. */
    public void wake() {
        Thread thread = parked;
        if (thread != null) {
            parked = null;
            LockSupport.unpark(thread);
        }
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
