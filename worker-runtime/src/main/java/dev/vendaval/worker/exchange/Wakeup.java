package dev.vendaval.worker.exchange;

/**
 * Says that an executor has something to do, and wakes the loop that runs it, if that is parked. {@link #wake} is for any
 * thread and costs one read while the executor has been woken already; the rest is for the loop that owns the executor.
 *
 * <p>When the executor moves to another loop, a waker may still wake the old one. Nothing is lost by that: it had made its
 * work visible before, and the new loop steps every executor it takes in.
 */
public final class Wakeup {
    private volatile boolean due = true;
    private volatile Parking loop = new Parking();

    /** The executor has something to do. The caller has put a full fence after making it visible. */
    public void wake() {
        if (!due) {
            due = true;
            loop.wake();
        }
    }

    /** Whether the executor was woken since {@link #take}. */
    public boolean isDue() {
        return due;
    }

    /** The loop is about to step the executor; true if it was woken. What it was woken for is visible from here on. */
    public boolean take() {
        if (!due) {
            return false;
        }
        due = false;
        return true;
    }

    /** The executor now runs on another loop. */
    public void moveTo(Parking other) {
        loop = other;
        due = true;
    }
}
