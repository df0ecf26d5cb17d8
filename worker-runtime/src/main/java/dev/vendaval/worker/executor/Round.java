package dev.vendaval.worker.executor;

import java.util.function.LongSupplier;

/**
 * The clock of one round: at most {@link #LENGTH_NANOS}, cut into slices of a few calls, with one look at the clock after
 * each. How many calls a slice has follows from what the last ones cost, so that calls of more than
 * {@link #SLOW_CALL_NANOS} are alone in their slice, are timed on their own, and end the round: what earlier calls emitted
 * never waits behind a slow one for longer than a slice that was expected to be quick.
 */
final class Round {
    static final long LENGTH_NANOS = 100_000;
    static final long SLOW_CALL_NANOS = 50_000;

    /** A slice is meant to take this long; with 25 ns for a look at the clock that costs about 1 in 1,000. */
    private static final long SLICE_NANOS = 20_000;

    /** Bounds how many calls can turn slow before it is noticed; 32 share a look at the clock for 1 ns each. */
    private static final int MAX_SLICE_CALLS = 32;

    private final LongSupplier nanoTime;
    private long begin;
    private long now;
    private long costNanos = SLOW_CALL_NANOS;
    private long sliceNanos;

    Round(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.now = nanoTime.getAsLong();
        this.begin = now;
    }

    void begin() {
        now = nanoTime.getAsLong();
        begin = now;
    }

    /** The last reading. */
    long now() {
        return now;
    }

    /** Looks at the clock outside any slice. */
    long look() {
        now = nanoTime.getAsLong();
        return now;
    }

    /** How many calls to make before the next look at the clock. */
    int slice() {
        return (int) Math.max(1, Math.min(MAX_SLICE_CALLS, SLICE_NANOS / Math.max(1, costNanos)));
    }

    /** Looks at the clock after so many calls; true if the round goes on. */
    boolean goesOn(int calls) {
        long before = now;
        now = nanoTime.getAsLong();
        sliceNanos = now - before;
        long each = sliceNanos / calls;
        costNanos = each > costNanos ? each : (costNanos + each) / 2;
        return each < SLOW_CALL_NANOS && now - begin < LENGTH_NANOS;
    }

    /** What the last slice took. */
    long sliceNanos() {
        return sliceNanos;
    }

    /** What a call costs at present. */
    long costNanos() {
        return Math.max(1, costNanos);
    }
}
