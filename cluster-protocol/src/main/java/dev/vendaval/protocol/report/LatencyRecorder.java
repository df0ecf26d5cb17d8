package dev.vendaval.protocol.report;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Gathers latencies in microseconds, cumulative, to two significant digits, up to one hour. One thread owns it: whoever
 * records also encodes. Takes no memory to speak of until the first value.
 */
public final class LatencyRecorder {
    static final long HIGHEST_MICROS = 3_600_000_000L;
    static final int SIGNIFICANT_DIGITS = 2;
    private static final byte[] EMPTY = new byte[0];

    private @Nullable Histogram histogram;
    private @Nullable ByteBuffer buffer;

    /** Records a value {@code count} times; one below 0 counts as 0, one above an hour as an hour. */
    public void record(long valueMicros, long count) {
        if (count <= 0) {
            return;
        }
        own().recordValueWithCount(Math.max(0, Math.min(valueMicros, HIGHEST_MICROS)), count);
    }

    /** Records what another one has recorded, too. */
    public void add(LatencyRecorder other) {
        if (other.histogram != null) {
            own().add(other.histogram);
        }
    }

    private Histogram own() {
        Histogram target = histogram;
        if (target == null) {
            target = new Histogram(SIGNIFICANT_DIGITS);
            target.setAutoResize(true);
            histogram = target;
        }
        return target;
    }

    /** Everything recorded so far, for {@link Latencies#merge}; no bytes if that is nothing. */
    public byte[] encode() {
        Histogram source = histogram;
        if (source == null) {
            return EMPTY;
        }
        int needed = source.getNeededByteBufferCapacity();
        ByteBuffer target = buffer;
        if (target == null || target.capacity() < needed) {
            target = ByteBuffer.allocate(needed);
            buffer = target;
        }
        target.clear();
        int length = source.encodeIntoByteBuffer(target);
        return Arrays.copyOf(target.array(), length);
    }
}
