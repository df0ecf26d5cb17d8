package dev.vendaval.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Configuration that can travel: strings, booleans, numbers, null, and lists and maps of them. */
final class PlainData {
    private static final int DEEPEST = 32;
    private static final Set<Class<?>> SCALARS = Set.of(
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class);

    private PlainData() {}

    /** An unmodifiable deep copy; {@code owner} is whose configuration it is, for the message. */
    static Map<String, Object> copyOf(String owner, Map<String, Object> configuration) {
        return copyMap(owner + ": configuration", "", configuration, 0);
    }

    private static Map<String, Object> copyMap(String owner, String path, Map<?, ?> map, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                String where = path.isEmpty() ? "" : " key '" + path + "'";
                throw refused(owner + where + " has " + described(key) + " as a key of a map");
            }
            String valuePath = path.isEmpty() ? name : path + "." + name;
            copyInto(copy, name, copyValue(owner, valuePath, value, depth));
        });
        return Collections.unmodifiableMap(copy);
    }

    // Configuration may hold nulls although its type does not say so.
    @SuppressWarnings("NullAway")
    private static void copyInto(Map<String, Object> copy, String key, @Nullable Object value) {
        copy.put(key, value);
    }

    private static @Nullable Object copyValue(String owner, String path, @Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw refused(owner + " key '" + path + "' is nested more than " + DEEPEST + " deep");
        }
        if (value == null || SCALARS.contains(value.getClass())) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            return copyMap(owner, path, map, depth + 1);
        }
        if (value instanceof Collection<?> collection) {
            List<@Nullable Object> copy = new ArrayList<>(collection.size());
            for (Object element : collection) {
                copy.add(copyValue(owner, path + "[" + copy.size() + "]", element, depth + 1));
            }
            return Collections.unmodifiableList(copy);
        }
        throw refused(owner + " key '" + path + "' is " + described(value));
    }

    private static String described(@Nullable Object value) {
        return value == null ? "null" : "a " + value.getClass().getTypeName();
    }

    private static SubmitException refused(String message) {
        return new SubmitException(
                SubmitException.Code.CONFIG,
                message,
                "configuration travels as data: strings, booleans, numbers, null, lists, and maps with string keys; a"
                        + " duration is a string such as \"30s\"");
    }
}
