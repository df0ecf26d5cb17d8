package dev.vendaval.worker.executor;

/**
 * A spout's wait after an empty nextTuple: 50 us, then twice as long each time up to a maximum. From then on waits end at
 * multiples of the maximum, so that idle spouts of one worker wake its threads together.
 */
final class IdleWait {
    static final long FIRST_WAIT_NANOS = 50_000;

    private final long longestNanos;
    private long nextWaitNanos = FIRST_WAIT_NANOS;
    private boolean waiting;
    private long until;

    IdleWait(long longestNanos) {
        this.longestNanos = Math.max(FIRST_WAIT_NANOS, longestNanos);
    }

    /** nextTuple has emitted something. */
    void emitted() {
        nextWaitNanos = FIRST_WAIT_NANOS;
        waiting = false;
    }

    /** nextTuple has emitted nothing. */
    void empty(long now) {
        waiting = true;
        until = now + nextWaitNanos;
        if (nextWaitNanos == longestNanos) {
            until -= Math.floorMod(until, longestNanos);
        }
        nextWaitNanos = Math.min(longestNanos, nextWaitNanos * 2);
    }

    /** Something has happened, so that nextTuple may have something again. */
    void end() {
        emitted();
    }

    /** Whether the last nextTuple emitted nothing. */
    boolean isEmpty() {
        return waiting;
    }

    /** Whether nextTuple may be called. */
    boolean isOver(long now) {
        return !waiting || now - until >= 0;
    }

    /** How long it still takes. */
    long nanosLeft(long now) {
        return waiting ? Math.max(0, until - now) : 0;
    }
}
