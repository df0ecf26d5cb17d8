package dev.vendaval.worker.codec;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays of primitives, each with a count and its elements in fixed width; and arrays of objects. */
final class ArrayFormats {
    private ArrayFormats() {}

    static ValueFormat ofPrimitives(Class<?> component) {
        if (component == byte.class) {
            return ArrayFormats::writeBytes;
        }
        if (component == boolean.class) {
            return ArrayFormats::writeBooleans;
        }
        if (component == short.class) {
            return ArrayFormats::writeShorts;
        }
        if (component == char.class) {
            return ArrayFormats::writeChars;
        }
        if (component == int.class) {
            return ArrayFormats::writeInts;
        }
        if (component == long.class) {
            return ArrayFormats::writeLongs;
        }
        return component == float.class ? ArrayFormats::writeFloats : ArrayFormats::writeDoubles;
    }

    private static void writeBytes(Object value, ByteOutput out) {
        byte[] array = (byte[]) value;
        begin(Tag.BYTE_ARRAY, array.length, out);
        out.putBytes(array, 0, array.length);
    }

    private static void writeBooleans(Object value, ByteOutput out) {
        boolean[] array = (boolean[]) value;
        begin(Tag.BOOLEAN_ARRAY, array.length, out);
        for (boolean element : array) {
            out.putByte(element ? 1 : 0);
        }
    }

    private static void writeShorts(Object value, ByteOutput out) {
        short[] array = (short[]) value;
        begin(Tag.SHORT_ARRAY, array.length, out);
        for (short element : array) {
            out.putShort(element);
        }
    }

    private static void writeChars(Object value, ByteOutput out) {
        char[] array = (char[]) value;
        begin(Tag.CHAR_ARRAY, array.length, out);
        for (char element : array) {
            out.putShort(element);
        }
    }

    private static void writeInts(Object value, ByteOutput out) {
        int[] array = (int[]) value;
        begin(Tag.INT_ARRAY, array.length, out);
        for (int element : array) {
            out.putInt(element);
        }
    }

    private static void writeLongs(Object value, ByteOutput out) {
        long[] array = (long[]) value;
        begin(Tag.LONG_ARRAY, array.length, out);
        for (long element : array) {
            out.putLong(element);
        }
    }

    private static void writeFloats(Object value, ByteOutput out) {
        float[] array = (float[]) value;
        begin(Tag.FLOAT_ARRAY, array.length, out);
        for (float element : array) {
            out.putInt(Float.floatToRawIntBits(element));
        }
    }

    private static void writeDoubles(Object value, ByteOutput out) {
        double[] array = (double[]) value;
        begin(Tag.DOUBLE_ARRAY, array.length, out);
        for (double element : array) {
            out.putLong(Double.doubleToRawLongBits(element));
        }
    }

    private static void begin(int tag, int length, ByteOutput out) {
        out.putByte(tag);
        out.putVarInt(length);
    }

    /** The array of a tag from {@link Tag#BYTE_ARRAY} to {@link Tag#DOUBLE_ARRAY}. */
    static Object read(int tag, ByteInput in) {
        return switch (tag) {
            case Tag.BYTE_ARRAY -> {
                byte[] array = new byte[in.getCount(1)];
                in.getBytes(array, 0, array.length);
                yield array;
            }
            case Tag.BOOLEAN_ARRAY -> {
                boolean[] array = new boolean[in.getCount(1)];
                for (int i = 0; i < array.length; i++) {
                    array[i] = in.getByte() != 0;
                }
                yield array;
            }
            case Tag.SHORT_ARRAY -> {
                short[] array = new short[in.getCount(Short.BYTES)];
                for (int i = 0; i < array.length; i++) {
                    array[i] = (short) in.getShort();
                }
                yield array;
            }
            case Tag.CHAR_ARRAY -> {
                char[] array = new char[in.getCount(Character.BYTES)];
                for (int i = 0; i < array.length; i++) {
                    array[i] = (char) in.getShort();
                }
                yield array;
            }
            default -> readWider(tag, in);
        };
    }

    private static Object readWider(int tag, ByteInput in) {
        return switch (tag) {
            case Tag.INT_ARRAY -> {
                int[] array = new int[in.getCount(Integer.BYTES)];
                for (int i = 0; i < array.length; i++) {
                    array[i] = in.getInt();
                }
                yield array;
            }
            case Tag.LONG_ARRAY -> {
                long[] array = new long[in.getCount(Long.BYTES)];
                for (int i = 0; i < array.length; i++) {
                    array[i] = in.getLong();
                }
                yield array;
            }
            case Tag.FLOAT_ARRAY -> {
                float[] array = new float[in.getCount(Float.BYTES)];
                for (int i = 0; i < array.length; i++) {
                    array[i] = Float.intBitsToFloat(in.getInt());
                }
                yield array;
            }
            case Tag.DOUBLE_ARRAY -> {
                double[] array = new double[in.getCount(Double.BYTES)];
                for (int i = 0; i < array.length; i++) {
                    array[i] = Double.longBitsToDouble(in.getLong());
                }
                yield array;
            }
            default -> throw new CodecException("no array has the tag " + tag);
        };
    }

    static ValueFormat ofObjects(ValueCodec codec, Class<?> component) {
        byte[] componentName = ClassNames.bytes(component);
        return (value, out) -> {
            @Nullable Object[] array = (@Nullable Object[]) value;
            out.putByte(Tag.OBJECT_ARRAY);
            ClassNames.write(componentName, out);
            out.putVarInt(array.length);
            codec.enter(value.getClass());
            for (@Nullable Object element : array) {
                codec.writeValue(element, out);
            }
            codec.leave();
        };
    }

    static Object readObjects(ValueCodec codec, Class<?> component, ByteInput in) {
        int count = in.getCount(1);
        // The array is made when the elements have come: a count alone takes no memory.
        List<@Nullable Object> elements = new ArrayList<>();
        codec.enter(component);
        for (int i = 0; i < count; i++) {
            elements.add(codec.readValue(in));
        }
        codec.leave();
        Object array = Array.newInstance(component, count);
        for (int i = 0; i < count; i++) {
            Array.set(array, i, elements.get(i));
        }
        return array;
    }
}
