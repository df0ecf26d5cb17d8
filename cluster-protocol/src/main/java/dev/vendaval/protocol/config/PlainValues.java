package dev.vendaval.protocol.config;

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

/** Reduces the values of users' own keys to plain data: null, boolean, number, text, list, map. */
final class PlainValues {
    private static final int MAXIMUM_DEPTH = 100;
    private static final Set<Class<?>> NUMBERS =
            Set.of(Integer.class, Long.class, Float.class, Double.class, BigInteger.class, BigDecimal.class);

    private PlainValues() {}

    static @Nullable Object of(String key, @Nullable Object value) {
        return of(key, value, 0);
    }

    private static @Nullable Object of(String key, @Nullable Object value, int depth) {
        if (depth > MAXIMUM_DEPTH) {
            throw new ConfigException(key, "lists and maps are nested more than " + MAXIMUM_DEPTH + " deep");
        }
        if (value == null || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Number number) {
            return number(key, number);
        }
        if (value instanceof Collection<?> collection) {
            List<@Nullable Object> result = new ArrayList<>(collection.size());
            collection.forEach(element -> result.add(of(key, element, depth + 1)));
            return Collections.unmodifiableList(result);
        }
        if (value instanceof Map<?, ?> map) {
            return map(key, map, depth);
        }
        throw refused(key, value);
    }

    private static Object number(String key, Number number) {
        if (number instanceof Short || number instanceof Byte) {
            return number.intValue();
        }
        if (NUMBERS.contains(number.getClass())) {
            return number;
        }
        throw refused(key, number);
    }

    private static Map<String, @Nullable Object> map(String key, Map<?, ?> map, int depth) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        map.forEach((name, element) -> {
            if (!(name instanceof String text)) {
                throw new ConfigException(key, "found a map with the key " + name + "; the keys of maps must be texts");
            }
            result.put(text, of(key, element, depth + 1));
        });
        return Collections.unmodifiableMap(result);
    }

    private static ConfigException refused(String key, Object value) {
        return new ConfigException(
                key,
                "found a " + value.getClass().getName()
                        + "; a configuration value is null, a boolean, a number, a text, a list or a map");
    }
}
