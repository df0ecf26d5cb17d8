package dev.vendaval.tests.tapes;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * How fast ids came to the sink for the first time, in sliding windows of {@link #WINDOW}. Replays of what had arrived do
 * not count. Immutable; times are those of {@link System#nanoTime()}.
 */
public final class Flow {
    public static final Duration WINDOW = Duration.ofSeconds(1);
    private static final long STEP_NANOS = 20_000_000;
    /** The part of the rate that counts as all of it. */
    public static final double ENOUGH = 0.9;

    /** Without a stop of a quarter of a second. */
    private static final double NO_STOP = 0.75;

    private static final double NANOS_PER_SECOND = 1e9;

    private final long[] arrivals;

    private Flow(long[] arrivals) {
        this.arrivals = arrivals;
    }

    /** Of the first arrivals, one an id; {@link Long#MAX_VALUE} for an id that never arrived. */
    public static Flow of(long[] firstArrivals) {
        long[] arrivals = Arrays.stream(firstArrivals)
                .filter(nanos -> nanos != Long.MAX_VALUE)
                .toArray();
        Arrays.sort(arrivals);
        return new Flow(arrivals);
    }

    public double perSecond(long from, long until) {
        return count(from, until) * NANOS_PER_SECOND / (until - from);
    }

    /**
     * How long after {@code from} the last window began that had less than 90 % of the rate; zero if none had. Once each
     * window has had it for a second, one counts only if it has less than 75 %.
     *
     * @param until where the last window ends at the latest
     */
    public Duration recovery(long from, long until, double perSecond) {
        return recovery(from, until, perSecond, start -> true);
    }

    /**
     * The same, as if the rate were there in every window of which nothing can be said.
     *
     * @param tells whether anything can be said of the window that begins at a time
     */
    public Duration recovery(long from, long until, double perSecond, LongPredicate tells) {
        long recovered = from;
        double enough = ENOUGH;
        for (long start = from; start + WINDOW.toNanos() <= until; start += STEP_NANOS) {
            if (perSecond(start, start + WINDOW.toNanos()) < enough * perSecond && tells.test(start)) {
                recovered = start + STEP_NANOS;
                enough = ENOUGH;
            } else if (start - recovered >= WINDOW.toNanos()) {
                enough = NO_STOP;
            }
        }
        return Duration.ofNanos(recovered - from);
    }

    /** The lowest rate of any window of that time; that of the whole time if it is shorter than one. */
    public double lowestPerSecond(long from, long until) {
        double lowest = perSecond(from, until);
        for (long start = from; start + WINDOW.toNanos() <= until; start += STEP_NANOS) {
            lowest = Math.min(lowest, perSecond(start, start + WINDOW.toNanos()));
        }
        return lowest;
    }

    /**
     * How long after {@code from} the first window with 90 % of the rate began that came after one with less; zero if none
     * had less. What comes later, a dip by what is replayed for example, does not count.
     *
     * @param until where the last window ends at the latest
     */
    public Duration firstWindowBack(long from, long until, double perSecond) {
        boolean wasLess = false;
        long start = from;
        while (start + WINDOW.toNanos() <= until) {
            boolean isLess = perSecond(start, start + WINDOW.toNanos()) < ENOUGH * perSecond;
            if (wasLess && !isLess) {
                return Duration.ofNanos(start - from);
            }
            wasLess |= isLess;
            start += STEP_NANOS;
        }
        return Duration.ofNanos(wasLess ? until - from : 0);
    }

    private int count(long from, long until) {
        return firstAt(until) - firstAt(from);
    }

    private int firstAt(long nanos) {
        int low = 0;
        int high = arrivals.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (arrivals[middle] < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
