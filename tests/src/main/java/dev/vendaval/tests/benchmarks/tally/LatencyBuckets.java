package dev.vendaval.tests.benchmarks.tally;

/**
 * The layout of a latency histogram in a tally: nanoseconds with a precision of 1 in 1,024, as HdrHistogram arranges
 * them, up to 137 s; what is longer counts as that. The benchmark turns the counts into an HdrHistogram.
 *
 * <pre>
 *   value           0 .. 2047    2048 .. 4095    4096 .. 8191   ...
 *   bucket width         1             2               4        ...
 *   bucket          0 .. 2047    2048 .. 3071    3072 .. 4095   ...
 * </pre>
 */
public final class LatencyBuckets {
    private static final int PRECISION_BITS = 10;
    private static final int LONGEST_BITS = 37;
    private static final long LONGEST = (1L << LONGEST_BITS) - 1;

    /** How many buckets there are. */
    public static final int COUNT = index(LONGEST) + 1;

    private LatencyBuckets() {}

    /** The bucket that counts a value; a negative one counts as 0. */
    static int index(long nanos) {
        long value = Math.min(Math.max(nanos, 0), LONGEST);
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - PRECISION_BITS - 1);
        return (shift << PRECISION_BITS) + (int) (value >> shift);
    }

    /** The highest value, in nanoseconds, that a bucket counts. */
    public static long highest(int bucket) {
        int shift = Math.max(0, (bucket >> PRECISION_BITS) - 1);
        long mantissa = bucket - ((long) shift << PRECISION_BITS);
        return ((mantissa + 1) << shift) - 1;
    }
}
