package dev.vendaval.worker.codec;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A byte array that grows, and a position in it. Fixed-width numbers are big-endian, variable-width ones have seven bits a
 * byte, the lowest first. Owned by one thread.
 */
public final class ByteOutput {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;
    private static final int MAX_VAR_BYTES = 10;

    private final int initialCapacity;
    private byte[] array;
    private int position;
    /** Growing beyond it is refused; the codec sets it while it writes a tuple. */
    private int limit = MAX_CAPACITY;

    public ByteOutput(int initialCapacity) {
        this.initialCapacity = Math.max(16, initialCapacity);
        this.array = new byte[this.initialCapacity];
    }

    /** The array behind; valid until the next write; bytes 0 to {@link #position()} are written. */
    public byte[] array() {
        return array;
    }

    public int position() {
        return position;
    }

    /** Goes back: what was written from there on is forgotten. */
    public void truncate(int newPosition) {
        if (newPosition < 0 || newPosition > position) {
            throw new IllegalArgumentException("cannot go back from " + position + " to " + newPosition);
        }
        position = newPosition;
    }

    /** The array, handed over to the caller (read {@link #position()} first); the output starts anew with another one. */
    public byte[] take() {
        return take(initialCapacity);
    }

    /** The same, when it is known how much the next content will be about. */
    public byte[] take(int nextCapacity) {
        byte[] taken = array;
        array = new byte[Math.max(initialCapacity, nextCapacity)];
        position = 0;
        return taken;
    }

    public void putByte(int value) {
        ensure(1);
        array[position++] = (byte) value;
    }

    /** Two bytes. */
    public void putShort(int value) {
        ensure(2);
        array[position] = (byte) (value >>> 8);
        array[position + 1] = (byte) value;
        position += 2;
    }

    /** Four bytes. */
    public void putInt(int value) {
        ensure(4);
        INTS.set(array, position, value);
        position += 4;
    }

    /** Overwrites four bytes written before by {@link #putInt} (lengths known afterwards). */
    public void patchInt(int at, int value) {
        if (at < 0 || at + 4 > position) {
            throw new IllegalArgumentException("no int at " + at + " before " + position);
        }
        INTS.set(array, at, value);
    }

    /** Eight bytes. */
    public void putLong(long value) {
        ensure(8);
        LONGS.set(array, position, value);
        position += 8;
    }

    /** One to five bytes, one for 0 to 127. */
    public void putVarInt(int value) {
        ensure(MAX_VAR_BYTES);
        byte[] target = array;
        int at = position;
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        position = at;
    }

    /** One to ten bytes, one for 0 to 127. */
    public void putVarLong(long value) {
        ensure(MAX_VAR_BYTES);
        byte[] target = array;
        int at = position;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        position = at;
    }

    public void putBytes(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, array, position, length);
        position += length;
    }

    /** Room for so many bytes, which the caller writes into {@link #array()} itself; returns where. */
    int reserve(int length) {
        ensure(length);
        int at = position;
        position += length;
        return at;
    }

    int limit() {
        return limit;
    }

    void limit(long newLimit) {
        limit = (int) Math.min(MAX_CAPACITY, newLimit);
    }

    /** The same bytes as a stream that is never closed and buffers nothing. */
    OutputStream asStream() {
        return new OutputStream() {
            @Override
            public void write(int value) {
                putByte(value);
            }

            @Override
            public void write(byte[] source, int offset, int length) {
                putBytes(source, offset, length);
            }
        };
    }

    private void ensure(int more) {
        // Written so that it cannot overflow.
        if (more > array.length - position) {
            grow(more);
        }
    }

    private void grow(int more) {
        long needed = (long) position + more;
        if (needed - MAX_VAR_BYTES > limit) {
            throw new CodecException("the tuple's values take " + (needed - MAX_VAR_BYTES)
                    + " bytes or more, more than topology.tuple.max.bytes, " + limit);
        }
        long doubled = Math.min((long) array.length * 2, MAX_CAPACITY);
        if (needed > MAX_CAPACITY) {
            throw new CodecException("more than " + MAX_CAPACITY + " bytes in one output");
        }
        array = Arrays.copyOf(array, (int) Math.max(doubled, needed));
    }
}
