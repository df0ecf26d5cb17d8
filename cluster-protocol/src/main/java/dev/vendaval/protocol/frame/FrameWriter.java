package dev.vendaval.protocol.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames to a channel that takes as much as it likes, in order; what it does not take waits here. Not thread-safe:
 * guarded by the connection's lock.
 */
final class FrameWriter {
    /** Callers send while a connection is ready, so that no more than a few frames wait; this much is a fault. */
    static final long UNSENT_LIMIT = 64L << 20;

    /** A frame is copied to here in steps of so much; each thread that sends has one. */
    private static final int STAGING_BYTES = 128 * 1024;

    private static final ThreadLocal<ByteBuffer> STAGING =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(STAGING_BYTES));

    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private long unsentBytes;

    /**
     * Writes header and bytes as far as the channel takes them; what is left waits.
     *
     * @param channel null if there is none yet
     * @return whether nothing waits
     * @throws IOException if the channel is broken, or too much waits
     */
    boolean write(@Nullable WritableByteChannel channel, int header, byte[] bytes) throws IOException {
        int whole = Preamble.HEADER + bytes.length;
        int written = channel != null && unsent.isEmpty() ? writeNow(channel, header, bytes) : 0;
        if (written == whole) {
            return true;
        }
        if (written < Preamble.HEADER) {
            ByteBuffer head = ByteBuffer.allocate(Preamble.HEADER).putInt(0, header);
            keep(head.position(written));
            written = Preamble.HEADER;
        }
        keep(ByteBuffer.wrap(bytes, written - Preamble.HEADER, whole - written));
        if (unsentBytes > UNSENT_LIMIT) {
            throw new BrokenConnectionException(unsentBytes + " bytes wait for a connection that does not take them");
        }
        return false;
    }

    /** How much of header and bytes has been written. */
    private static int writeNow(WritableByteChannel channel, int header, byte[] bytes) throws IOException {
        ByteBuffer staging = STAGING.get().clear();
        staging.putInt(header);
        int written = 0;
        int from = 0;
        while (true) {
            int count = Math.min(staging.remaining(), bytes.length - from);
            staging.put(bytes, from, count).flip();
            from += count;
            written += channel.write(staging);
            if (staging.hasRemaining() || from == bytes.length) {
                return written;
            }
            staging.clear();
        }
    }

    /** Has these bytes, which are no frame, leave before what is written later. */
    void keep(ByteBuffer bytes) {
        unsent.add(bytes);
        unsentBytes += bytes.remaining();
    }

    /** Writes what waits, as far as the channel takes it; whether nothing waits any more. */
    boolean goOn(WritableByteChannel channel) throws IOException {
        ByteBuffer staging = STAGING.get();
        while (!unsent.isEmpty()) {
            ByteBuffer next = unsent.element();
            staging.clear();
            int count = Math.min(staging.remaining(), next.remaining());
            staging.put(next.slice().limit(count)).flip();
            int written = channel.write(staging);
            next.position(next.position() + written);
            unsentBytes -= written;
            if (written < count) {
                return false;
            }
            if (!next.hasRemaining()) {
                unsent.remove();
            }
        }
        return true;
    }

    /** Forgets what waits. */
    void clear() {
        unsent.clear();
        unsentBytes = 0;
    }
}
