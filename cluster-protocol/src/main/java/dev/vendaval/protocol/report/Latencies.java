package dev.vendaval.protocol.report;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Puts together what several {@link LatencyRecorder}s have encoded. */
public final class Latencies {
    private Latencies() {}

    /** The percentiles over all of them; {@link LatencySummary#NONE} if nothing was recorded. */
    public static LatencySummary merge(List<byte[]> encoded) {
        Histogram all = sum(encoded);
        if (all.getTotalCount() == 0) {
            return LatencySummary.NONE;
        }
        return new LatencySummary(
                all.getTotalCount(), all.getValueAtPercentile(50), all.getValueAtPercentile(99), all.getMaxValue());
    }

    /** All of them as one, encoded as they were; no bytes if nothing was recorded. */
    public static byte[] fold(List<byte[]> encoded) {
        Histogram all = sum(encoded);
        if (all.getTotalCount() == 0) {
            return new byte[0];
        }
        ByteBuffer target = ByteBuffer.allocate(all.getNeededByteBufferCapacity());
        return Arrays.copyOf(target.array(), all.encodeIntoByteBuffer(target));
    }

    private static Histogram sum(List<byte[]> encoded) {
        Histogram all = new Histogram(LatencyRecorder.SIGNIFICANT_DIGITS);
        all.setAutoResize(true);
        for (byte[] bytes : encoded) {
            if (bytes.length > 0) {
                all.add(decoded(bytes));
            }
        }
        return all;
    }

    private static Histogram decoded(byte[] bytes) {
        try {
            return Histogram.decodeFromByteBuffer(ByteBuffer.wrap(bytes), 0);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new IllegalArgumentException(bytes.length + " bytes that are not an encoded latency histogram", e);
        }
    }
}
