package dev.vendaval.worker.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSequentialList;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lists, sets and maps by their elements, in their order. What comes out is equal to what went in, modifiable, and an
 * ArrayList, LinkedHashSet, LinkedHashMap, TreeSet or TreeMap whatever class it was before.
 */
final class ContainerFormats {
    private ContainerFormats() {}

    /** The format of a class that is a list, a set or a map; null for others, and for sorted ones by a comparator. */
    static @Nullable ValueFormat of(ValueCodec codec, Class<?> type, Object example) {
        boolean container = List.class.isAssignableFrom(type)
                || Set.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type);
        if (!container) {
            return null;
        }
        refuseStateBesideElements(type);
        if (example instanceof SortedSet<?> || example instanceof SortedMap<?, ?>) {
            return sorted(codec);
        }
        if (example instanceof Map<?, ?>) {
            return (value, out) -> writeMap(codec, Tag.MAP, (Map<?, ?>) value, out);
        }
        int tag = example instanceof List<?> ? Tag.LIST : Tag.SET;
        return (value, out) -> writeElements(codec, tag, (Collection<?>) value, out);
    }

    /** One class may hold values in natural order and others by a comparator, which only Kryo can try to write. */
    private static ValueFormat sorted(ValueCodec codec) {
        return (value, out) -> {
            if (value instanceof SortedSet<?> set) {
                if (set.comparator() == null) {
                    writeElements(codec, Tag.SORTED_SET, set, out);
                    return;
                }
            } else if (((SortedMap<?, ?>) value).comparator() == null) {
                writeMap(codec, Tag.SORTED_MAP, (Map<?, ?>) value, out);
                return;
            }
            codec.plain().write(value, out);
        };
    }

    private static void writeElements(ValueCodec codec, int tag, Collection<?> elements, ByteOutput out) {
        int size = elements.size();
        out.putByte(tag);
        out.putVarInt(size);
        codec.enter(elements.getClass());
        int written = 0;
        for (Object element : elements) {
            codec.writeValue(element, out);
            written++;
        }
        codec.leave();
        refuseChanged(elements, size, written);
    }

    private static void writeMap(ValueCodec codec, int tag, Map<?, ?> map, ByteOutput out) {
        int size = map.size();
        out.putByte(tag);
        out.putVarInt(size);
        codec.enter(map.getClass());
        int written = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            codec.writeValue(entry.getKey(), out);
            codec.writeValue(entry.getValue(), out);
            written++;
        }
        codec.leave();
        refuseChanged(map, size, written);
    }

    private static void refuseChanged(Object container, int size, int written) {
        if (size != written) {
            throw new CodecException("a " + container.getClass().getName()
                    + " was changed while it was encoded; emitted values must not be changed");
        }
    }

    /** The container of a tag from {@link Tag#LIST} to {@link Tag#SORTED_MAP}. */
    static Object read(ValueCodec codec, int tag, ByteInput in) {
        return switch (tag) {
            case Tag.LIST -> readElements(codec, new ArrayList<>(), in);
            case Tag.SET -> readElements(codec, new LinkedHashSet<>(), in);
            case Tag.SORTED_SET -> readElements(codec, new TreeSet<>(), in);
            case Tag.MAP -> readMap(codec, new LinkedHashMap<>(), in);
            case Tag.SORTED_MAP -> readMap(codec, new TreeMap<>(), in);
            default -> throw new CodecException("no container has the tag " + tag);
        };
    }

    private static Object readElements(ValueCodec codec, Collection<@Nullable Object> into, ByteInput in) {
        int size = in.getCount(1);
        codec.enter(into.getClass());
        for (int i = 0; i < size; i++) {
            into.add(codec.readValue(in));
        }
        codec.leave();
        return into;
    }

    private static Object readMap(ValueCodec codec, Map<@Nullable Object, @Nullable Object> into, ByteInput in) {
        int size = in.getCount(2);
        codec.enter(into.getClass());
        for (int i = 0; i < size; i++) {
            Object key = codec.readValue(in);
            into.put(key, codec.readValue(in));
        }
        codec.leave();
        return into;
    }

    /**
     * A user's class on top of a JDK container, with fields of its own, would lose them. (A class that implements the
     * interface itself has fields to keep its elements in: fine.)
     */
    static void refuseStateBesideElements(Class<?> type) {
        for (Class<?> part = type; part != null && !fromJdk(part); part = part.getSuperclass()) {
            if (extendsContainer(part) && hasOwnFields(part)) {
                throw new CodecException("a value of " + type.getName() + " cannot be encoded: " + part.getName()
                        + " has fields beside the elements, which would be lost" + PlainClasses.REMEDY);
            }
        }
    }

    private static boolean extendsContainer(Class<?> type) {
        for (Class<?> part = type.getSuperclass(); part != null; part = part.getSuperclass()) {
            if (fromJdk(part)) {
                return part != Object.class
                        && part != AbstractCollection.class
                        && part != AbstractList.class
                        && part != AbstractSequentialList.class
                        && part != AbstractSet.class
                        && part != AbstractMap.class;
            }
        }
        return false;
    }

    private static boolean hasOwnFields(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                return true;
            }
        }
        return false;
    }

    static boolean fromJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }
}
