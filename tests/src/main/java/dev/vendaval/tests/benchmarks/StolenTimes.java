package dev.vendaval.tests.benchmarks;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * When the host of a virtual machine gave its processors' time to others: {@link StolenTime} for any part of a time that
 * was sampled. Used by one thread.
 */
public final class StolenTimes {
    private final NavigableMap<Long, StolenTime> samples = new TreeMap<>();

    /** To be called again and again; nothing is known of what lies between two calls. */
    public void sample() {
        samples.put(System.nanoTime(), new StolenTime());
    }

    /**
     * From 0 to 1: the share between the samples around these two moments of {@link System#nanoTime()}; 0 where the system
     * does not tell, and before the first and after the last sample.
     */
    public double share(long from, long until) {
        Map.Entry<Long, StolenTime> first = samples.floorEntry(from);
        Map.Entry<Long, StolenTime> last = samples.ceilingEntry(until);
        first = first == null ? samples.firstEntry() : first;
        last = last == null ? samples.lastEntry() : last;
        return first == null || last == null || first.getKey() >= last.getKey()
                ? 0
                : first.getValue().shareUntil(last.getValue());
    }

    /** That of all the time from the first sample to the last. */
    public double share() {
        return samples.isEmpty() ? 0 : share(samples.firstKey(), samples.lastKey());
    }
}
