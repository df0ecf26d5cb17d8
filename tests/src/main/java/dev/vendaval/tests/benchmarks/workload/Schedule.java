package dev.vendaval.tests.benchmarks.workload;

/**
 * When the tuples of one source are due: one every {@code sources / rate} seconds from its beginning, whether or not the
 * system keeps up; so a latency from the due time hides no waiting (no coordinated omission). Owned by the source's
 * thread.
 */
public final class Schedule {
    /** A source emits at most so many in one call, and then all systems' loops get to run. */
    public static final int MOST_AT_ONCE = 100;

    private final long startedAtNanos;
    private final double nanosBetween;
    private long emitted;
    private long nextAtNanos;

    /**
     * Begins now.
     *
     * @param ratePerSecond of all sources together
     */
    public Schedule(long nowNanos, int ratePerSecond, int sources) {
        startedAtNanos = nowNanos;
        nextAtNanos = nowNanos;
        nanosBetween = 1e9 * sources / ratePerSecond;
    }

    /** Whether a tuple is due. */
    public boolean isDue(long nowNanos) {
        return nowNanos - nextAtNanos >= 0;
    }

    /** When the next tuple is, or was, due; goes on to the one after it. */
    public long next() {
        long due = nextAtNanos;
        emitted++;
        nextAtNanos = startedAtNanos + (long) (emitted * nanosBetween);
        return due;
    }
}
