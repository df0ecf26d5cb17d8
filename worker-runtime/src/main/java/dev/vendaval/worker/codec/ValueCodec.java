package dev.vendaval.worker.codec;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the values of tuples: a tag, then the value (see {@link Tag}). Owned by one executor's thread; users'
 * serializers and Kryo are its own, too.
 *
 * <p>What always holds: what is written is read back equal in any worker of the topology, as new objects; a failed write
 * leaves no trace; reading bytes that were not written here, or damaged ones, ends in a {@link CodecException} or in
 * values, never in another exception and never in memory taken for lengths that cannot be. Java serialization is not used.
 */
public final class ValueCodec {
    /** Deeper than data is nested; a list that contains itself comes here. */
    private static final int MAX_DEPTH = 200;

    private final List<UserFormat> userFormats;
    private final long maxTupleBytes;
    private final ClassNames classNames;
    private final PlainFormat plain;
    private final IdentityHashMap<Class<?>, ValueFormat> formats = new IdentityHashMap<>();
    private final Map<Class<?>, EnumFormat> enums = new HashMap<>();
    private final Map<Class<?>, RecordFormat> records = new HashMap<>();
    private int depth;

    ValueCodec(ClassLoader userLoader, List<UserFormat> userFormats, long maxTupleBytes) {
        this.userFormats = userFormats;
        this.maxTupleBytes = maxTupleBytes;
        this.classNames = new ClassNames(userLoader);
        this.plain = new PlainFormat(userLoader, userFormats);
        for (UserFormat format : userFormats) {
            formats.put(format.type(), format);
        }
    }

    /**
     * Writes the values of one tuple, or nothing.
     *
     * @param values in the order of the fields; nulls allowed
     * @param out as it was before when this throws
     * @throws CodecException if a value cannot be encoded ({@link CodecException#valueIndex()}) or the tuple is too large
     */
    public void write(List<Object> values, ByteOutput out) {
        int begin = out.position();
        int count = values.size();
        int index = 0;
        out.limit(begin + maxTupleBytes);
        depth = 0;
        boolean done = false;
        try {
            out.putVarInt(count);
            for (; index < count; index++) {
                writeValue(values.get(index), out);
            }
            refuseTooLarge(out.position() - begin);
            done = true;
        } catch (CodecException e) {
            throw index < count ? e.at(index) : e;
        } catch (RuntimeException e) {
            // Users' collections and their elements are read here; whatever they throw, the value cannot be encoded.
            throw failed(values, index, e);
        } finally {
            out.limit(Long.MAX_VALUE);
            if (!done) {
                out.truncate(begin);
            }
        }
    }

    private static CodecException failed(List<Object> values, int index, RuntimeException cause) {
        @Nullable Object value = index < values.size() ? values.get(index) : null;
        String name = value == null ? "null" : value.getClass().getName();
        return new CodecException("a value of " + name + " cannot be encoded: " + cause, cause).at(index);
    }

    private void refuseTooLarge(int bytes) {
        if (bytes > maxTupleBytes) {
            throw new CodecException("the tuple's values take " + bytes + " bytes, more than topology.tuple.max.bytes, "
                    + maxTupleBytes);
        }
    }

    /**
     * Reads the values of one tuple.
     *
     * @param in at the place where {@link #write} began
     * @return fresh values in an unmodifiable list
     * @throws CodecException whatever is wrong with the bytes, the classes they name or the users' serializers; the
     *     position is then anywhere
     */
    public List<Object> read(ByteInput in) {
        depth = 0;
        int index = -1;
        try {
            @Nullable Object[] values = new @Nullable Object[in.getCount(1)];
            for (index = 0; index < values.length; index++) {
                values[index] = readValue(in);
            }
            return new DecodedValues(values);
        } catch (CodecException e) {
            throw e.at(index);
        } catch (RuntimeException e) {
            // The JDK's and the users' constructors refuse what cannot be in their own ways.
            throw new CodecException("bytes that are no value: " + e, e).at(index);
        }
    }

    void writeValue(@Nullable Object value, ByteOutput out) {
        if (value == null) {
            out.putByte(Tag.NULL);
            return;
        }
        Class<?> type = value.getClass();
        if (type == String.class) {
            out.putByte(Tag.STRING);
            Text.write((String) value, out);
        } else if (type == Long.class) {
            writeLong((Long) value, out);
        } else if (type == Integer.class) {
            out.putByte(Tag.INTEGER);
            out.putVarInt(zigzag((Integer) value));
        } else if (type == Double.class) {
            out.putByte(Tag.DOUBLE);
            out.putLong(Double.doubleToRawLongBits((Double) value));
        } else if (type == Boolean.class) {
            out.putByte((Boolean) value ? Tag.TRUE : Tag.FALSE);
        } else {
            format(type, value).write(value, out);
        }
    }

    private static void writeLong(long value, ByteOutput out) {
        if (value == (int) value) {
            out.putByte(Tag.SMALL_LONG);
            out.putVarInt(zigzag((int) value));
        } else {
            out.putByte(Tag.LONG);
            out.putLong(value);
        }
    }

    private static int zigzag(int value) {
        return (value << 1) ^ (value >> 31);
    }

    private static int unzigzag(int value) {
        return (value >>> 1) ^ -(value & 1);
    }

    private ValueFormat format(Class<?> type, Object example) {
        ValueFormat format = formats.get(type);
        if (format == null) {
            format = findFormat(type, example);
            formats.put(type, format);
        }
        return format;
    }

    private ValueFormat findFormat(Class<?> type, Object example) {
        ValueFormat scalar = ScalarFormats.of(type);
        if (scalar != null) {
            return scalar;
        }
        if (type.isArray()) {
            Class<?> component = type.getComponentType();
            return component.isPrimitive()
                    ? ArrayFormats.ofPrimitives(component)
                    : ArrayFormats.ofObjects(this, component);
        }
        if (example instanceof Enum<?> constant) {
            return enumFormat(constant.getDeclaringClass());
        }
        ValueFormat container = ContainerFormats.of(this, type, example);
        if (container != null) {
            return container;
        }
        return type.isRecord() ? recordFormat(type) : plain;
    }

    @Nullable
    Object readValue(ByteInput in) {
        int tag = in.getByte();
        return switch (tag) {
            case Tag.NULL -> null;
            case Tag.TRUE -> true;
            case Tag.FALSE -> false;
            case Tag.BYTE -> (byte) in.getByte();
            case Tag.SHORT -> (short) in.getShort();
            case Tag.CHARACTER -> (char) in.getShort();
            case Tag.INTEGER -> unzigzag(in.getVarInt());
            case Tag.SMALL_LONG -> (long) unzigzag(in.getVarInt());
            case Tag.LONG -> in.getLong();
            case Tag.FLOAT -> Float.intBitsToFloat(in.getInt());
            case Tag.DOUBLE -> Double.longBitsToDouble(in.getLong());
            case Tag.STRING -> Text.read(in);
            case Tag.OBJECT_ARRAY -> ArrayFormats.readObjects(this, componentType(in), in);
            case Tag.ENUM -> enumFormat(classNames.read(in)).readBody(in);
            case Tag.RECORD -> recordFormat(classNames.read(in)).readBody(in);
            case Tag.USER -> userFormat(in.getVarInt()).readBody(in);
            case Tag.PLAIN -> plain.readBody(in);
            default -> readCompound(tag, in);
        };
    }

    private Object readCompound(int tag, ByteInput in) {
        if (tag >= Tag.BYTE_ARRAY && tag <= Tag.DOUBLE_ARRAY) {
            return ArrayFormats.read(tag, in);
        }
        if (tag >= Tag.LIST && tag <= Tag.SORTED_MAP) {
            return ContainerFormats.read(this, tag, in);
        }
        return ScalarFormats.read(tag, in);
    }

    private Class<?> componentType(ByteInput in) {
        Class<?> type = classNames.read(in);
        if (type == void.class) {
            throw new CodecException("an array of void");
        }
        return type;
    }

    private EnumFormat enumFormat(Class<?> type) {
        if (!type.isEnum()) {
            throw new CodecException(type.getName() + " is no enum");
        }
        return enums.computeIfAbsent(type, EnumFormat::new);
    }

    private RecordFormat recordFormat(Class<?> type) {
        if (!type.isRecord()) {
            throw new CodecException(type.getName() + " is no record");
        }
        RecordFormat format = records.get(type);
        if (format == null) {
            format = new RecordFormat(this, type);
            records.put(type, format);
        }
        return format;
    }

    private UserFormat userFormat(int number) {
        if (number < 0 || number >= userFormats.size()) {
            throw new CodecException("no serializer has the number " + Integer.toUnsignedString(number) + "; there are "
                    + userFormats.size() + " in topology.serializers");
        }
        return userFormats.get(number);
    }

    PlainFormat plain() {
        return plain;
    }

    /** One level deeper, into a value of the class. */
    void enter(Class<?> type) {
        if (++depth > MAX_DEPTH) {
            throw new CodecException(
                    "values nested more than " + MAX_DEPTH + " deep; does a " + type.getName() + " contain itself?");
        }
    }

    void leave() {
        depth--;
    }
}
