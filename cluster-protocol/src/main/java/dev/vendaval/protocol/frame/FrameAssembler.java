package dev.vendaval.protocol.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into frames, however it was split on its way. Owned by the connection's network thread, except where
 * said.
 */
final class FrameAssembler {
    /**
     * The largest frame of somebody who has not shown who it is: room is made for a frame as soon as its length has come,
     * and anybody can send a length. A greeting fits.
     */
    static final int STRANGER_FRAME_BYTES = 64 * 1024;

    /** Gets what has come whole. */
    interface Sink {
        void preamble(byte[] preamble) throws BrokenConnectionException;

        void frame(byte[] frame);

        void end(String why);
    }

    private final byte[] header = new byte[Preamble.HEADER];
    private int headerFilled;
    private byte @Nullable [] body;
    private int bodyFilled;
    private boolean preambleDue;
    private boolean isEnd;

    /** Raised by any thread. */
    private volatile int mostBytes;

    /**
     * @param mostBytes that a frame may have
     * @param preambleDue whether the other end begins with a preamble
     */
    FrameAssembler(int mostBytes, boolean preambleDue) {
        this.mostBytes = mostBytes;
        this.preambleDue = preambleDue;
        if (preambleDue) {
            body = new byte[Preamble.BYTES];
        }
    }

    /** From the next frame on each may have so much. Any thread. */
    void allow(int bytes) {
        mostBytes = bytes;
    }

    void take(ByteBuffer in, Sink sink) throws BrokenConnectionException {
        while (in.hasRemaining()) {
            byte[] target = body == null ? header(in) : body;
            if (target != null) {
                int count = Math.min(in.remaining(), target.length - bodyFilled);
                in.get(target, bodyFilled, count);
                bodyFilled += count;
                if (bodyFilled == target.length) {
                    body = null;
                    deliver(target, sink);
                }
            }
        }
    }

    /** Reads the header as far as it is there; the body to be filled once it is complete. */
    private byte @Nullable [] header(ByteBuffer in) throws BrokenConnectionException {
        int count = Math.min(in.remaining(), Preamble.HEADER - headerFilled);
        in.get(header, headerFilled, count);
        headerFilled += count;
        if (headerFilled < Preamble.HEADER) {
            return null;
        }
        headerFilled = 0;
        int said = ByteBuffer.wrap(header).getInt();
        isEnd = (said & Preamble.END) != 0;
        int length = said & ~Preamble.END;
        int most = mostBytes;
        if (length == 0 || length > most) {
            throw new BrokenConnectionException(
                    "a frame of " + length + " bytes came; they have 1 to " + most + " bytes");
        }
        byte[] target = new byte[length];
        body = target;
        bodyFilled = 0;
        return target;
    }

    private void deliver(byte[] whole, Sink sink) throws BrokenConnectionException {
        if (preambleDue) {
            preambleDue = false;
            sink.preamble(whole);
        } else if (isEnd) {
            sink.end(new String(whole, StandardCharsets.UTF_8));
        } else {
            sink.frame(whole);
        }
    }
}
