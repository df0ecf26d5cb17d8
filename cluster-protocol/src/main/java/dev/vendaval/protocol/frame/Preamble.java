package dev.vendaval.protocol.frame;

import java.nio.ByteBuffer;

/**
 * How a connection begins and how frames lie in it.
 *
 * <pre>
 * connecting side, once:  "VDVL" | u8 version 1 | u8 kind | u16 0
 * either side:            i32 length | bytes            a frame
 *                         i32 length + 2^31 | UTF-8     the end, with its reason; nothing follows
 * </pre>
 */
final class Preamble {
    static final int BYTES = 8;
    static final int HEADER = Integer.BYTES;
    static final int END = 1 << 31;
    private static final int MAGIC = 0x5644564C;
    private static final int VERSION = 1;

    private Preamble() {}

    static byte[] of(int kind) {
        return ByteBuffer.allocate(BYTES)
                .putInt(MAGIC)
                .put((byte) VERSION)
                .put((byte) kind)
                .array();
    }

    /** The kind that a preamble asks for. */
    static int kind(byte[] preamble) throws BrokenConnectionException {
        ByteBuffer in = ByteBuffer.wrap(preamble);
        if (in.getInt() != MAGIC) {
            throw new BrokenConnectionException("whoever connected does not speak the protocol of links");
        }
        byte version = in.get();
        if (version != VERSION) {
            throw new BrokenConnectionException("version " + version + " of framing is not known, only " + VERSION);
        }
        return in.get();
    }
}
