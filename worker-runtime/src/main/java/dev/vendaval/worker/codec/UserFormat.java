package dev.vendaval.worker.codec;

import dev.vendaval.api.ValueSerializer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Values of a class that the user has registered a serializer for. Length first, so that a reader cannot run beyond. */
final class UserFormat implements ValueFormat {
    private final int number;
    private final Class<?> type;
    private final ValueSerializer<Object> serializer;

    @SuppressWarnings("unchecked") // Only values of exactly the registered class come here.
    UserFormat(int number, Class<?> type, ValueSerializer<?> serializer) {
        this.number = number;
        this.type = type;
        this.serializer = (ValueSerializer<Object>) serializer;
    }

    Class<?> type() {
        return type;
    }

    @Override
    public void write(Object value, ByteOutput out) {
        out.putByte(Tag.USER);
        out.putVarInt(number);
        writeBody(value, out);
    }

    void writeBody(Object value, ByteOutput out) {
        int lengthAt = out.position();
        out.putInt(0);
        try {
            serializer.write(value, new DataOutputStream(out.asStream()));
        } catch (IOException | RuntimeException e) {
            throw new CodecException(
                    "a value of " + type.getName() + " cannot be encoded: " + name() + ".write threw " + e, e);
        }
        out.patchInt(lengthAt, out.position() - lengthAt - Integer.BYTES);
    }

    Object readBody(ByteInput in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new CodecException("a value of " + type.getName() + " of " + Integer.toUnsignedString(length)
                    + " bytes with " + in.remaining() + " left");
        }
        int outerLimit = in.limit();
        int end = in.position() + length;
        in.limit(end);
        try {
            Object value = serializer.read(new DataInputStream(in.asStream()));
            if (!type.isInstance(value)) {
                throw new CodecException(name() + ".read returned " + describe(value) + ", not a " + type.getName());
            }
            return value;
        } catch (IOException | RuntimeException e) {
            throw new CodecException(
                    "a value of " + type.getName() + " cannot be decoded: " + name() + ".read threw " + e, e);
        } finally {
            in.limit(outerLimit);
            in.position(end);
        }
    }

    // Users' code: it may well return null.
    private static String describe(@Nullable Object value) {
        return value == null ? "null" : "a " + value.getClass().getName();
    }

    private String name() {
        return serializer.getClass().getName();
    }
}
