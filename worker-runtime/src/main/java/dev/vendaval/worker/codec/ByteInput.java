package dev.vendaval.worker.codec;

/** stub: reads what {@link ByteOutput} wrote; bytes that end too early are a {@link CodecException}. (Will implement DataInput.) */
public final class ByteInput {
    public ByteInput() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Starts anew on a part of an array. */
    public ByteInput reset(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException("not yet");
    }

    public int position() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Goes to a position as {@link #position()} gives it, e.g. past a tuple that could not be decoded. */
    public void position(int position) {
        throw new UnsupportedOperationException("not yet");
    }

    public int remaining() {
        throw new UnsupportedOperationException("not yet");
    }

    public int getByte() {
        throw new UnsupportedOperationException("not yet");
    }

    public int getInt() {
        throw new UnsupportedOperationException("not yet");
    }

    public long getLong() {
        throw new UnsupportedOperationException("not yet");
    }

    public int getVarInt() {
        throw new UnsupportedOperationException("not yet");
    }
}
