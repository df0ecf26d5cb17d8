package dev.vendaval.worker.codec;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** Records of one class: read by their accessors, made by their canonical constructor, which checks what comes in. */
final class RecordFormat implements ValueFormat {
    private final ValueCodec codec;
    private final Class<?> type;
    private final byte[] className;
    private final Method[] accessors;
    private final Constructor<?> constructor;

    RecordFormat(ValueCodec codec, Class<?> type) {
        this.codec = codec;
        this.type = type;
        this.className = ClassNames.bytes(type);
        RecordComponent[] components = type.getRecordComponents();
        this.accessors = new Method[components.length];
        Class<?>[] parameters = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            accessors[i] = components[i].getAccessor();
            parameters[i] = components[i].getType();
            open(accessors[i]);
        }
        try {
            this.constructor = type.getDeclaredConstructor(parameters);
        } catch (NoSuchMethodException e) {
            throw new CodecException("record " + type.getName() + " has no canonical constructor", e);
        }
        open(constructor);
    }

    private void open(AccessibleObject member) {
        if (!member.trySetAccessible()) {
            throw new CodecException("a value of " + type.getName() + " cannot be encoded: its module does not let us"
                    + " read the record's components" + PlainClasses.REMEDY);
        }
    }

    @Override
    public void write(Object value, ByteOutput out) {
        out.putByte(Tag.RECORD);
        ClassNames.write(className, out);
        out.putVarInt(accessors.length);
        codec.enter(type);
        for (Method accessor : accessors) {
            codec.writeValue(read(accessor, value), out);
        }
        codec.leave();
    }

    private @Nullable Object read(Method accessor, Object value) {
        try {
            return accessor.invoke(value);
        } catch (InvocationTargetException e) {
            throw new CodecException(
                    "a value of " + type.getName() + " cannot be encoded: " + accessor.getName() + "() threw "
                            + e.getCause(),
                    e.getCause());
        } catch (IllegalAccessException e) {
            throw new CodecException("a value of " + type.getName() + " cannot be encoded: " + e, e);
        }
    }

    Object readBody(ByteInput in) {
        int count = in.getCount(1);
        if (count != accessors.length) {
            throw new CodecException(
                    "record " + type.getName() + " has " + accessors.length + " components, " + count + " came");
        }
        @Nullable Object[] components = new @Nullable Object[count];
        codec.enter(type);
        for (int i = 0; i < count; i++) {
            components[i] = codec.readValue(in);
        }
        codec.leave();
        try {
            return constructor.newInstance(components);
        } catch (InvocationTargetException e) {
            throw new CodecException(
                    "a value of " + type.getName() + " cannot be decoded: its constructor threw " + e.getCause(),
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new CodecException("a value of " + type.getName() + " cannot be decoded: " + e, e);
        }
    }
}
