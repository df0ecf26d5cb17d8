package dev.vendaval.worker.codec;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Reads what {@link ByteOutput} wrote, from a part of an array. Never reads beyond its limit: bytes that end too early, or
 * lengths that cannot be, are a {@link CodecException}. Owned by one thread; made anew by {@link #reset} as often as one
 * likes.
 */
public final class ByteInput {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] array = {};
    private int position;
    private int limit;

    public ByteInput() {}

    /** Starts anew on a part of an array. */
    public ByteInput reset(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        array = bytes;
        position = offset;
        limit = offset + length;
        return this;
    }

    /** In the array given to {@link #reset}. */
    public int position() {
        return position;
    }

    /** Goes to a position as {@link #position()} gives it, e.g. past a tuple that could not be decoded. */
    public void position(int newPosition) {
        if (newPosition < 0 || newPosition > limit) {
            throw new CodecException("position " + newPosition + " is beyond the end, " + limit);
        }
        position = newPosition;
    }

    public int remaining() {
        return limit - position;
    }

    public int getByte() {
        need(1);
        return array[position++];
    }

    public int getShort() {
        need(2);
        int value = (array[position] << 8) | (array[position + 1] & 0xFF);
        position += 2;
        return value;
    }

    public int getInt() {
        need(4);
        int value = (int) INTS.get(array, position);
        position += 4;
        return value;
    }

    public long getLong() {
        need(8);
        long value = (long) LONGS.get(array, position);
        position += 8;
        return value;
    }

    public int getVarInt() {
        int first = getByte();
        return first >= 0 ? first : getLongerVarInt(first & 0x7F);
    }

    private int getLongerVarInt(int lowest) {
        return limit - position >= Integer.BYTES ? getLongerInside(lowest) : getLongerNearLimit(lowest, 7);
    }

    /** With four bytes ahead, one look at the limit is enough for all but the last. */
    private int getLongerInside(int lowest) {
        byte[] bytes = array;
        int at = position;
        int next = bytes[at++];
        int value = lowest | ((next & 0x7F) << 7);
        if (next < 0) {
            next = bytes[at++];
            value |= (next & 0x7F) << 14;
            if (next < 0) {
                next = bytes[at++];
                value |= (next & 0x7F) << 21;
            }
        }
        position = at;
        return next >= 0 ? value : getLongerNearLimit(value, 28);
    }

    private int getLongerNearLimit(int lower, int firstShift) {
        int value = lower;
        for (int shift = firstShift; shift < Integer.SIZE; shift += 7) {
            int next = getByte();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new CodecException("a variable-width int of more than 5 bytes");
    }

    public long getVarLong() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = getByte();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new CodecException("a variable-width long of more than 10 bytes");
    }

    public void getBytes(byte[] target, int offset, int length) {
        need(length);
        System.arraycopy(array, position, target, offset, length);
        position += length;
    }

    /** How many things follow, each of at least so many bytes: what cannot be is refused before memory is taken for it. */
    int getCount(int bytesEach) {
        int count = getVarInt();
        if (count < 0 || (long) count * bytesEach > remaining()) {
            throw new CodecException(
                    "a count of " + Integer.toUnsignedString(count) + " with " + remaining() + " bytes left");
        }
        return count;
    }

    /** Goes past so many bytes, which the caller reads from {@link #array()} itself; returns where they begin. */
    int skip(int length) {
        need(length);
        int at = position;
        position += length;
        return at;
    }

    byte[] array() {
        return array;
    }

    int limit() {
        return limit;
    }

    /** Narrows to what is left up to there, or widens back to a limit read before. */
    void limit(int newLimit) {
        limit = newLimit;
    }

    /** The same bytes as a stream, up to the limit. */
    InputStream asStream() {
        return new InputStream() {
            @Override
            public int read() {
                return remaining() == 0 ? -1 : getByte() & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (length == 0) {
                    return 0;
                }
                int count = Math.min(length, remaining());
                if (count == 0) {
                    return -1;
                }
                getBytes(target, offset, count);
                return count;
            }

            @Override
            public int available() {
                return remaining();
            }
        };
    }

    private void need(int length) {
        if (length < 0 || length > limit - position) {
            throw new CodecException(
                    "bytes end too early: " + Integer.toUnsignedString(length) + " wanted, " + remaining() + " left");
        }
    }
}
