package dev.vendaval.tests.tapes;

/** How long nothing arrived. Pure; times are those of {@link System#nanoTime()}. */
public final class Silence {
    private Silence() {}

    /**
     * The longest time between two arrivals one after the other of all that reach into a span, in nanoseconds. Where
     * nothing came after the last arrival, the silence lasts until the end of the span; before the first there is none.
     *
     * @param arrivals in the order of time
     */
    public static long longest(long[] arrivals, long from, long until) {
        long longest = 0;
        for (int next = 1; next <= arrivals.length; next++) {
            long begin = arrivals[next - 1];
            long end = next < arrivals.length ? arrivals[next] : Math.max(begin, until);
            if (end >= from && begin <= until) {
                longest = Math.max(longest, end - begin);
            }
        }
        return longest;
    }
}
