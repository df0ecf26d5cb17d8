package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.Parking;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * An executor as its loop sees it: when it needs a step, what its steps cost. Belongs to the loop that runs the executor
 * and moves with it; the counts may be read by any thread.
 */
final class Member {
    /** A step is meant to take 100 us; what takes this long sat in a user's call. */
    static final long SLOW_STEP_NANOS = 5_000_000;

    /** So many steps seen slow, each within a second of the one before, and the executor is one that blocks. */
    private static final int SLOW_STEPS = 5;

    private static final long SLOW_TOGETHER_NANOS = 1_000_000_000L;

    private final Executor executor;
    private final LongSupplier nanoTime;
    private final Sharing sharing;
    private final int place;
    private final AtomicLong busyNanos = new AtomicLong();

    /** The last step got on, or there was none since the loop took the executor in. */
    private boolean again = true;

    private long timer;

    /** For how long every step must have been quick before an executor with a thread of its own joins a shared loop. */
    private long quietNanos;

    private long lastSlow;

    /** The watchdog's. */
    private long lastSeenSlow;

    private int stepsSeenSlow;

    /**
     * @param place in the order in which tuples flow through the topology
     */
    Member(Executor executor, LongSupplier nanoTime, Sharing sharing, int place) {
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.sharing = sharing;
        this.place = place;
    }

    /** Whether the executor needs a step. */
    boolean isDue(long now) {
        return again || executor.wakeup().isDue() || now - timer >= 0;
    }

    /** Whether the executor needs a step before its timer. */
    boolean isWoken() {
        return again || executor.wakeup().isDue();
    }

    /** When the executor needs a step even if nobody wakes it. */
    long timer() {
        return timer;
    }

    /** Does a round; returns the time after it. */
    long step(long before) {
        executor.wakeup().take();
        again = executor.step();
        long after = nanoTime.getAsLong();
        if (!again) {
            timer = executor.round().now() + executor.nanosUntilTimer();
        }
        if (after - before >= SLOW_STEP_NANOS) {
            lastSlow = after;
        }
        busyNanos.lazySet(busyNanos.get() + after - before);
        return after;
    }

    /** Whether the last step got on, so that the next one may, too. */
    boolean goesOn() {
        return again;
    }

    boolean hasEnded() {
        return executor.orders().hasEnded();
    }

    /** The executor now belongs to the loop that parks there. */
    void moveTo(Parking loop) {
        again = true;
        executor.wakeup().moveTo(loop);
    }

    /**
     * The watchdog has seen it in a step for 5 ms, and cannot tell whether it waits or computes. True if that happens often:
     * each call returns soon, and yet the others wait for it most of the time.
     */
    boolean seenSlow(long now) {
        stepsSeenSlow = now - lastSeenSlow < SLOW_TOGETHER_NANOS ? stepsSeenSlow + 1 : 1;
        lastSeenSlow = now;
        return stepsSeenSlow >= SLOW_STEPS;
    }

    /** Its calls take too long: the executor has a thread of its own until it has been quick for long enough. */
    void blocked(long now) {
        lastSlow = now;
        quietNanos = Math.min(
                sharing.longestQuiet().toNanos(), Math.max(sharing.firstQuiet().toNanos(), quietNanos * 2));
    }

    /** How long until the executor may join a shared loop; 0 when it may. */
    long nanosUntilQuiet(long now) {
        if (!executor.allTasksRun()) {
            return Long.MAX_VALUE;
        }
        return quietNanos == 0 ? 0 : Math.max(0, quietNanos - (now - lastSlow));
    }

    /** Time spent in steps, in all. */
    long busyNanos() {
        return busyNanos.get();
    }

    /** Calls of users' code that did work, in all. */
    long calls() {
        return executor.calls();
    }

    /** Where it stands among all in the order in which tuples flow. */
    int place() {
        return place;
    }

    Executor executor() {
        return executor;
    }

    @Override
    public String toString() {
        return executor.plan().toString();
    }
}
