package dev.vendaval.worker.tracking;

/**
 * The arithmetic of time-outs, in ticks of T/40 (at least 1 ms) since the tracker was made. Immutable.
 *
 * <p>An event between two readings of the clock, in ticks {@code t} and {@code t} or {@code t + 1}, happened before tick
 * {@code t + 2}: so a tree that gets the deadline {@code t + 2 + T/tick} is not failed before T, and no later than T and
 * two ticks (5 %) where the clock is read often; the rest of the 10 % allowed is for rounds.
 */
final class Deadlines {
    private static final long TICKS_PER_TIMEOUT = 40;
    private static final long MIN_TICK_NANOS = 1_000_000;
    private static final long SLACK_TICKS = 2;

    private final long originNanos;
    private final long tickNanos;
    private final long timeoutTicks;
    private final long maxAgeTicks;

    Deadlines(long timeoutNanos, long maxAgeNanos, long nowNanos) {
        if (timeoutNanos <= 0) {
            throw new IllegalArgumentException("message time-out of " + timeoutNanos + " ns; it must be above 0");
        }
        if (maxAgeNanos < 0) {
            throw new IllegalArgumentException("maximal age of " + maxAgeNanos + " ns; 0 switches it off");
        }
        this.originNanos = nowNanos;
        this.tickNanos = Math.max(MIN_TICK_NANOS, timeoutNanos / TICKS_PER_TIMEOUT);
        this.timeoutTicks = ticks(timeoutNanos);
        this.maxAgeTicks = maxAgeNanos == 0 ? 0 : ticks(maxAgeNanos);
    }

    private long ticks(long nanos) {
        return nanos / tickNanos + (nanos % tickNanos == 0 ? 0 : 1);
    }

    /** The tick that a reading of the clock falls in. */
    long tick(long nanos) {
        return Math.floorDiv(nanos - originNanos, tickNanos);
    }

    /** When a tick begins. */
    long nanos(long tick) {
        return originNanos + tick * tickNanos;
    }

    /** The deadline of a tree that made progress in a tick. */
    long after(long tick, long emitNanos) {
        long deadline = plain(tick);
        return maxAgeTicks == 0 ? deadline : Math.min(deadline, tick(emitNanos) + maxAgeTicks + SLACK_TICKS);
    }

    /** The same without regard to the tree's age. */
    long plain(long tick) {
        return tick + timeoutTicks + SLACK_TICKS;
    }

    /** No tree that begins in the tick or later has an earlier deadline. */
    long earliestOfNew(long tick) {
        return maxAgeTicks == 0 ? plain(tick) : tick + Math.min(timeoutTicks, maxAgeTicks) + SLACK_TICKS;
    }
}
