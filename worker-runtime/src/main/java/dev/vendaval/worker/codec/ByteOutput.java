package dev.vendaval.worker.codec;

/** stub: a byte array that grows, and a position in it. (Will implement DataOutput.) */
public final class ByteOutput {
    public ByteOutput(int initialCapacity) {
        throw new UnsupportedOperationException("not yet");
    }

    /** The array behind; valid until the next write; bytes 0 to {@link #position()} are written. */
    public byte[] array() {
        throw new UnsupportedOperationException("not yet");
    }

    public int position() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Goes back: what was written from there on is forgotten. */
    public void truncate(int position) {
        throw new UnsupportedOperationException("not yet");
    }

    /** The array, handed over to the caller (read {@link #position()} first); the output starts anew with another one. */
    public byte[] take() {
        throw new UnsupportedOperationException("not yet");
    }

    public void putByte(int value) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Four bytes. */
    public void putInt(int value) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Overwrites four bytes written before by {@link #putInt} (lengths known afterwards). */
    public void patchInt(int position, int value) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Eight bytes. */
    public void putLong(long value) {
        throw new UnsupportedOperationException("not yet");
    }

    /** One to five bytes, short for small numbers not below 0. */
    public void putVarInt(int value) {
        throw new UnsupportedOperationException("not yet");
    }

    public void putBytes(byte[] source, int offset, int length) {
        throw new UnsupportedOperationException("not yet");
    }
}
