package dev.vendaval.worker.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Values of plain classes, by Kryo. The bytes are checked by their sum before Kryo sees them, since it trusts lengths; the
 * first value of each class is read back at once, so that a class that does not come out fails at emit and not elsewhere.
 */
final class PlainFormat implements ValueFormat {
    private static final int BUFFER_BYTES = 512;
    /** One that a large value made longer is not kept. */
    private static final int KEPT_BUFFER_BYTES = 1 << 20;

    private final ClassLoader userLoader;
    private final List<UserFormat> userFormats;
    private final CRC32C sum = new CRC32C();
    private final Set<Class<?>> tried = new HashSet<>();
    private @Nullable GuardedKryo kryo;
    private Output output = new Output(BUFFER_BYTES, -1);

    PlainFormat(ClassLoader userLoader, List<UserFormat> userFormats) {
        this.userLoader = userLoader;
        this.userFormats = userFormats;
    }

    /** Made when first needed: most topologies never do. */
    private GuardedKryo kryo() {
        GuardedKryo made = kryo;
        if (made == null) {
            made = new GuardedKryo(userLoader, userFormats);
            kryo = made;
        }
        return made;
    }

    @Override
    public void write(Object value, ByteOutput out) {
        encode(value);
        int length = output.position();
        if (tried.add(value.getClass())) {
            readBack(value, length);
        }
        out.putByte(Tag.PLAIN);
        out.putInt(length);
        out.putInt(sum(output.getBuffer(), 0, length));
        out.putBytes(output.getBuffer(), 0, length);
        if (output.getBuffer().length > KEPT_BUFFER_BYTES) {
            output = new Output(BUFFER_BYTES, -1);
        }
    }

    private void encode(Object value) {
        output.reset();
        try {
            kryo().writeClassAndObject(output, value);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw failed("a value of " + value.getClass().getName() + " cannot be encoded: ", e);
        }
    }

    private void readBack(Object value, int length) {
        try {
            decode(output.getBuffer(), 0, length);
        } catch (CodecException e) {
            tried.remove(value.getClass());
            throw new CodecException(
                    "a value of " + value.getClass().getName() + " can be encoded but not decoded: " + e.getMessage()
                            + PlainClasses.REMEDY,
                    e);
        }
    }

    Object readBody(ByteInput in) {
        int length = in.getInt();
        int expectedSum = in.getInt();
        int at = in.skip(length);
        if (sum(in.array(), at, length) != expectedSum) {
            throw new CodecException("damaged bytes of a plain class: their check sum is another");
        }
        return decode(in.array(), at, length);
    }

    private Object decode(byte[] bytes, int at, int length) {
        try {
            Object value = kryo().readClassAndObject(new Input(bytes, at, length));
            if (value == null) {
                throw new CodecException("null where a plain class should be");
            }
            return value;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw failed("a value of a plain class cannot be decoded: ", e);
        }
    }

    /** Kryo wraps what our checks throw, and adds the way through the object: the innermost of ours says it best. */
    private static CodecException failed(String what, Throwable cause) {
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof CodecException ours) {
                return new CodecException(what + ours.getMessage(), cause);
            }
        }
        return new CodecException(what + cause, cause);
    }

    private int sum(byte[] bytes, int at, int length) {
        sum.reset();
        sum.update(bytes, at, length);
        return (int) sum.getValue();
    }
}
