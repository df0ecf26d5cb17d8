package dev.vendaval.protocol.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads known keys of a configuration map with their types and defaults. */
final class TypedValues {
    private final Map<String, Object> values;

    TypedValues(Map<String, Object> values) {
        this.values = values;
    }

    @Nullable
    Object valueOrNull(String name) {
        ConfigKey key = ConfigTable.key(name);
        Object value = values.get(name);
        return value == null ? key.defaultValue() : key.checked(name, value);
    }

    Object value(String name) {
        Object value = valueOrNull(name);
        if (value == null) {
            throw new IllegalStateException(name + " has neither value nor default");
        }
        return value;
    }

    int integer(String name) {
        return (Integer) value(name);
    }

    @Nullable
    Integer integerOrNull(String name) {
        return (Integer) valueOrNull(name);
    }

    boolean bool(String name) {
        return (Boolean) value(name);
    }

    String text(String name) {
        return (String) value(name);
    }

    @Nullable
    String textOrNull(String name) {
        return (String) valueOrNull(name);
    }

    Duration duration(String name) {
        return Durations.parse(text(name));
    }

    @Nullable
    Duration durationOrNull(String name) {
        Object value = valueOrNull(name);
        return value == null || value.equals(ConfigType.OFF) ? null : Durations.parse((String) value);
    }

    long size(String name) {
        return Sizes.parse(text(name));
    }

    @Nullable
    Long sizeOrNull(String name) {
        String value = textOrNull(name);
        return value == null ? null : Sizes.parse(value);
    }

    List<String> texts(String name) {
        return ((List<?>) value(name)).stream().map(String.class::cast).toList();
    }

    List<Integer> integers(String name) {
        return ((List<?>) value(name)).stream().map(Integer.class::cast).toList();
    }

    Map<String, String> textMap(String name) {
        Map<String, String> result = new LinkedHashMap<>();
        ((Map<?, ?>) value(name)).forEach((from, to) -> result.put((String) from, (String) to));
        return Collections.unmodifiableMap(result);
    }
}
