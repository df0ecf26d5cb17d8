package dev.vendaval.tests.benchmarks;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * When a machine stood still: a thread that does nothing but look at the clock, sleep and look again came late. What it is
 * compared with has to work; a thread that sleeps gets a processor before those that work do. Used by one thread.
 */
public final class Stalls {
    private final NavigableSet<Long> looks = new TreeSet<>();

    /** To be called again and again, with {@link System#nanoTime()}. */
    public void look(long nanos) {
        looks.add(nanos);
    }

    /** Nanoseconds between the two neighbouring looks farthest apart, of those from before the first moment to after the last; 0 without two. */
    public long longest(long from, long until) {
        Long first = looks.floor(from);
        Long last = looks.ceiling(until);
        long longest = 0;
        Long before = null;
        for (long look : looks.subSet(first == null ? from : first, true, last == null ? until : last, true)) {
            longest = before == null ? longest : Math.max(longest, look - before);
            before = look;
        }
        return longest;
    }
}
