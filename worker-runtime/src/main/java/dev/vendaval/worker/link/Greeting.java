package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reading and writing the parts that greetings are made of, and the proof at their end. */
final class Greeting {
    /** What a stranger may send. */
    private static final int LIMIT = 1 << 16;

    private Greeting() {}

    interface Body {
        void write(ByteBuffer out);
    }

    interface Parser<T> {
        T read(ByteBuffer in);
    }

    /** The body followed by its proof. */
    static byte[] proven(String secret, Body body) {
        ByteBuffer out = ByteBuffer.allocate(LIMIT);
        try {
            body.write(out);
            out.put(LinkProof.of(secret, out.array(), out.position()));
        } catch (BufferOverflowException e) {
            throw new IllegalStateException("a greeting exceeds " + LIMIT + " bytes", e);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Whether the proof at the message's end is right. */
    static boolean isProven(String secret, byte[] message) {
        int length = message.length - LinkProof.BYTES;
        return length > 0
                && LinkProof.matches(secret, message, length, Arrays.copyOfRange(message, length, message.length));
    }

    static <T> T parse(byte[] message, byte kind, Parser<T> parser) {
        try {
            ByteBuffer in = ByteBuffer.wrap(message);
            byte found = in.get();
            if (found != kind) {
                throw new MalformedFrameException("expected a message of kind " + kind + ", got " + found);
            }
            return parser.read(in);
        } catch (BufferUnderflowException e) {
            throw new MalformedFrameException("a greeting of " + message.length + " bytes ends too early", e);
        }
    }

    static void putText(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length);
        out.put(bytes);
    }

    static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort() & 0xffff];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static void putIncarnation(ByteBuffer out, Incarnation incarnation) {
        out.putInt(incarnation.workerIndex());
        out.putLong(incarnation.lease());
        out.putLong(incarnation.launchCount());
    }

    static Incarnation incarnation(ByteBuffer in) {
        return new Incarnation(in.getInt(), in.getLong(), in.getLong());
    }
}
