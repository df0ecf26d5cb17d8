package dev.vendaval.worker.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Strings: twice the length in chars plus 1 if wide, then one byte a char (all below 256) or two. Exact for every string,
 * surrogates without their partners included, and for Latin text one copy either way.
 */
final class Text {
    private static final VarHandle CHARS = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUESTION_MARKS = LOW_BITS * '?';

    /** From this length on a copy in one go is quicker than a loop over the chars (decision 0011). */
    private static final int LONG = 32;

    private static final int MAX_WIDE = Integer.MAX_VALUE / 2 - 16;

    private Text() {}

    static void write(String text, ByteOutput out) {
        if (text.length() < LONG) {
            writeShort(text, out);
        } else {
            writeLong(text, out);
        }
    }

    /** Copies in one go, as the JDK can for text that it keeps as Latin-1 itself. */
    private static void writeLong(String text, ByteOutput out) {
        byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
        if (isExact(latin, text)) {
            out.putVarLong((long) latin.length << 1);
            out.putBytes(latin, 0, latin.length);
        } else {
            writeWide(text, out);
        }
    }

    /** What is not Latin-1 has become question marks. */
    private static boolean isExact(byte[] latin, String text) {
        return latin.length == text.length()
                && (!mayHoldQuestionMark(latin) || text.equals(new String(latin, StandardCharsets.ISO_8859_1)));
    }

    private static boolean mayHoldQuestionMark(byte[] bytes) {
        int at = 0;
        long found = 0;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            long different = (long) LONGS.get(bytes, at) ^ QUESTION_MARKS;
            found |= (different - LOW_BITS) & ~different & HIGH_BITS; // a high bit where a byte is zero
        }
        for (; at < bytes.length; at++) {
            found |= bytes[at] == '?' ? 1 : 0;
        }
        return found != 0;
    }

    private static void writeShort(String text, ByteOutput out) {
        int length = text.length();
        int begin = out.position();
        out.putVarLong((long) length << 1);
        int at = out.reserve(length);
        byte[] target = out.array();
        int seen = 0;
        for (int i = 0; i < length; i++) {
            char next = text.charAt(i);
            seen |= next;
            target[at + i] = (byte) next;
        }
        if (seen > 0xFF) {
            out.truncate(begin);
            writeWide(text, out);
        }
    }

    private static void writeWide(String text, ByteOutput out) {
        int length = text.length();
        if (length > MAX_WIDE) {
            throw new CodecException("a String of " + length + " chars does not fit into one tuple");
        }
        out.putVarLong(((long) length << 1) | 1);
        int at = out.reserve(length * 2);
        byte[] target = out.array();
        for (int i = 0; i < length; i++) {
            CHARS.set(target, at + i * 2, text.charAt(i));
        }
    }

    static String read(ByteInput in) {
        long header = in.getVarLong();
        long length = header >>> 1;
        if ((header & 1) == 0) {
            if (length > in.remaining()) {
                throw tooLong(length, in);
            }
            int at = in.skip((int) length);
            return new String(in.array(), at, (int) length, StandardCharsets.ISO_8859_1);
        }
        if (length > in.remaining() / 2) {
            throw tooLong(length, in);
        }
        int at = in.skip((int) length * 2);
        byte[] source = in.array();
        char[] chars = new char[(int) length];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) CHARS.get(source, at + i * 2);
        }
        return new String(chars);
    }

    private static CodecException tooLong(long length, ByteInput in) {
        return new CodecException(
                "a String of " + Long.toUnsignedString(length) + " chars with " + in.remaining() + " bytes left");
    }
}
