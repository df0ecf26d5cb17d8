package dev.vendaval.protocol.report;

/** Percentiles in microseconds. */
public record LatencySummary(long count, long p50, long p99, long max) {
    public static final LatencySummary NONE = new LatencySummary(0, 0, 0, 0);
}
