package dev.vendaval.worker.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A 64-bit hash of a value's content that is the same in every JVM and for the life of a topology: equal values have equal
 * hashes, and neither identity nor anything else that differs from JVM to JVM goes in. Pure functions.
 *
 * <p>Which classes have one: {@link ContentHash#of}.
 */
public final class StableHash {
    static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final long NULL_HASH = 0x6B8B4567327B23C6L;
    private static final int STRING_SALT = 1;
    private static final int INTEGER_SALT = 2;
    private static final int LONG_SALT = 3;

    /** Deeper nesting than any key has; a list that contains itself comes here. */
    private static final int MAX_DEPTH = 100;

    private static final ClassValue<ContentHash> BY_CLASS = new ClassValue<>() {
        @Override
        protected ContentHash computeValue(Class<?> type) {
            return ContentHash.of(type);
        }
    };

    private StableHash() {}

    /**
     * Of some values of a tuple.
     *
     * @throws UnhashableKeyException if one has no stable content hash
     */
    public static long of(List<Object> values, int[] fieldIndexes) {
        if (fieldIndexes.length == 1) {
            return of(values.get(fieldIndexes[0]));
        }
        long hash = fieldIndexes.length;
        for (int index : fieldIndexes) {
            hash = combine(hash, of(values.get(index)));
        }
        return hash;
    }

    /**
     * Of a key by itself: as of the tuples that it is taken from.
     *
     * @throws UnhashableKeyException if one of its values has no stable content hash
     */
    public static long ofKey(List<Object> key) {
        int[] all = new int[key.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return of(key, all);
    }

    /**
     * Of one value.
     *
     * @throws UnhashableKeyException if it has no stable content hash
     */
    public static long of(@Nullable Object value) {
        return of(value, 0);
    }

    static long of(@Nullable Object value, int depth) {
        if (value == null) {
            return NULL_HASH;
        }
        Class<?> type = value.getClass();
        if (type == String.class) {
            // String.hashCode is specified, and cached in the string.
            return salted(STRING_SALT, value.hashCode());
        }
        if (type == Integer.class) {
            return salted(INTEGER_SALT, (Integer) value);
        }
        if (type == Long.class) {
            return salted(LONG_SALT, (Long) value);
        }
        if (depth > MAX_DEPTH) {
            throw new UnhashableKeyException(
                    "a key is nested more than " + MAX_DEPTH + " deep; does a " + type.getName() + " contain itself?");
        }
        return BY_CLASS.get(type).hash(value, depth);
    }

    /** Values of different types are never equal, so they need not have the same hash. */
    static long salted(int salt, long content) {
        return mix(content + salt * GOLDEN);
    }

    /** Adds an element to an ordered whole. */
    static long combine(long hash, long element) {
        return mix(hash * 31 + element);
    }

    /** Spreads every bit of the input over all bits of the output; one to one. */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 32)) * 0xD6E8FEB86659FD93L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 32);
    }
}
