package dev.vendaval.tests.benchmarks;

import dev.vendaval.tests.benchmarks.tally.LatencyBuckets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Latencies of a window or of several, as an HdrHistogram of nanoseconds made from what the tallies counted. */
final class Latencies {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double MEDIAN = 50;
    private static final double P99 = 99;
    private static final double P999 = 99.9;
    private static final double DECIMALS = 10;

    private final Histogram nanos = new Histogram(SIGNIFICANT_DIGITS);

    /** What was counted between two readings of the tallies. */
    static Latencies between(long[] before, long[] after) {
        Latencies latencies = new Latencies();
        for (int bucket = 0; bucket < after.length; bucket++) {
            if (after[bucket] > before[bucket]) {
                latencies.nanos.recordValueWithCount(LatencyBuckets.highest(bucket), after[bucket] - before[bucket]);
            }
        }
        return latencies;
    }

    void add(Latencies other) {
        nanos.add(other.nanos);
    }

    boolean isEmpty() {
        return nanos.getTotalCount() == 0;
    }

    double medianUs() {
        return micros(nanos.getValueAtPercentile(MEDIAN));
    }

    /** The fields of CONTRACT's {@code latencyUs}. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("p50", medianUs());
        document.put("p99", micros(nanos.getValueAtPercentile(P99)));
        document.put("p999", micros(nanos.getValueAtPercentile(P999)));
        document.put("max", micros(nanos.getMaxValue()));
        document.put("count", nanos.getTotalCount());
        return document;
    }

    private static double micros(long value) {
        return Math.round(value * DECIMALS / TimeUnit.MICROSECONDS.toNanos(1)) / DECIMALS;
    }
}
