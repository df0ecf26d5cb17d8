package dev.vendaval.worker.routing;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the values of one class are hashed by content; found once for each class. */
interface ContentHash {
    /**
     * The hash of a value of the class.
     *
     * @param depth how deep in the key it is
     */
    long hash(Object value, int depth);

    /**
     * Finds the rule for a class: values of the JDK, arrays, lists, sets, maps and records by their contents, enums by
     * name, other classes by their own {@code hashCode} if they override it and {@code equals}. A class without a hash
     * that all JVMs agree on gets a rule that throws, naming the class.
     */
    static ContentHash of(Class<?> type) {
        if (Enum.class.isAssignableFrom(type)) {
            return (value, depth) -> enumHash((Enum<?>) value);
        }
        if (type.isArray()) {
            return arrayHash(type.getComponentType());
        }
        ContentHash container = containerHash(type);
        if (container != null) {
            return container;
        }
        ContentHash jdkValue = jdkValueHash(type);
        if (jdkValue != null) {
            return jdkValue;
        }
        return type.isRecord() && !OwnHash.declaredIn(type) ? RecordHash.of(type) : OwnHash.of(type);
    }

    private static long enumHash(Enum<?> value) {
        // The declaring class: a constant with a body has a class of its own.
        return StableHash.combine(
                value.getDeclaringClass().getName().hashCode(), value.name().hashCode());
    }

    private static @Nullable ContentHash containerHash(Class<?> type) {
        if (List.class.isAssignableFrom(type)) {
            return (value, depth) -> ordered(30, (List<?>) value, depth);
        }
        if (Set.class.isAssignableFrom(type)) {
            return (value, depth) -> unordered((Set<?>) value, depth);
        }
        if (Map.class.isAssignableFrom(type)) {
            return (value, depth) -> mapHash((Map<?, ?>) value, depth);
        }
        if (Map.Entry.class.isAssignableFrom(type)) {
            return (value, depth) -> entryHash((Map.Entry<?, ?>) value, depth);
        }
        if (type == Optional.class) {
            return (value, depth) ->
                    StableHash.combine(33, StableHash.of(((Optional<?>) value).orElse(null), depth + 1));
        }
        return null;
    }

    private static long ordered(int salt, Iterable<?> elements, int depth) {
        long hash = salt;
        for (Object element : elements) {
            hash = StableHash.combine(hash, StableHash.of(element, depth + 1));
        }
        return hash;
    }

    private static long unordered(Set<?> elements, int depth) {
        long sum = 0;
        for (Object element : elements) {
            sum += StableHash.mix(StableHash.of(element, depth + 1));
        }
        return StableHash.salted(31, sum);
    }

    private static long mapHash(Map<?, ?> map, int depth) {
        long sum = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            sum += entryHash(entry, depth);
        }
        return StableHash.salted(32, sum);
    }

    private static long entryHash(Map.Entry<?, ?> entry, int depth) {
        return StableHash.combine(StableHash.of(entry.getKey(), depth + 1), StableHash.of(entry.getValue(), depth + 1));
    }

    private static ContentHash arrayHash(Class<?> component) {
        if (component == byte.class) {
            return (value, depth) -> StableHash.salted(20, Arrays.hashCode((byte[]) value));
        }
        if (!component.isPrimitive()) {
            return (value, depth) -> ordered(28, Arrays.asList((Object[]) value), depth);
        }
        int salt = 40 + component.getName().charAt(0);
        return (value, depth) -> {
            long hash = salt;
            int length = Array.getLength(value);
            for (int i = 0; i < length; i++) {
                hash = StableHash.combine(hash, StableHash.of(Array.get(value, i), depth + 1));
            }
            return hash;
        };
    }

    /** Those whose own hashCode is not specified, so that another JDK might have another one. */
    private static @Nullable ContentHash jdkValueHash(Class<?> type) {
        ContentHash number = numberHash(type);
        if (number != null) {
            return number;
        }
        if (type == Boolean.class) {
            return (value, depth) -> StableHash.salted(4, (Boolean) value ? 1 : 0);
        }
        if (type == Character.class) {
            return (value, depth) -> StableHash.salted(5, (Character) value);
        }
        if (type == UUID.class) {
            return (value, depth) -> StableHash.combine(
                    ((UUID) value).getMostSignificantBits(), ((UUID) value).getLeastSignificantBits());
        }
        if (type.getName().startsWith("java.time.")) {
            // Their text is specified, and says all that equals looks at.
            return (value, depth) -> StableHash.salted(6, value.toString().hashCode());
        }
        return null;
    }

    private static @Nullable ContentHash numberHash(Class<?> type) {
        if (type == Byte.class) {
            return (value, depth) -> StableHash.salted(7, (Byte) value);
        }
        if (type == Short.class) {
            return (value, depth) -> StableHash.salted(8, (Short) value);
        }
        if (type == Float.class) {
            return (value, depth) -> StableHash.salted(9, Float.floatToIntBits((Float) value));
        }
        if (type == Double.class) {
            return (value, depth) -> StableHash.salted(10, Double.doubleToLongBits((Double) value));
        }
        if (type == BigInteger.class) {
            return (value, depth) -> StableHash.salted(11, Arrays.hashCode(((BigInteger) value).toByteArray()));
        }
        if (type == BigDecimal.class) {
            return (value, depth) -> StableHash.combine(
                    ((BigDecimal) value).scale(),
                    Arrays.hashCode(((BigDecimal) value).unscaledValue().toByteArray()));
        }
        return null;
    }

    /** A rule that refuses. */
    static ContentHash refusal(Class<?> type, String reason) {
        String message = "a key of " + type.getName() + " has no hash that every JVM agrees on: " + reason;
        return (value, depth) -> {
            throw new UnhashableKeyException(message);
        };
    }

    /** Classes whose equals and hashCode are overridden but depend on more than the content. */
    static boolean unstable(Class<?> type) {
        return type == URL.class;
    }
}
