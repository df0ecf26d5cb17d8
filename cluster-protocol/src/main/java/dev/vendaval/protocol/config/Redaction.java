package dev.vendaval.protocol.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps secrets out of everything that is shown: a value whose key speaks of one is replaced. */
public final class Redaction {
    private static final String REPLACEMENT = "*****";
    private static final List<String> MARKS = List.of("password", "secret", "token");

    private Redaction() {}

    /** The map with every secret replaced, in nested maps too. */
    public static Map<String, Object> redacted(Map<String, Object> config) {
        Map<String, Object> result = new LinkedHashMap<>();
        config.forEach((key, value) -> result.put(key, redacted(key, value)));
        return Collections.unmodifiableMap(result);
    }

    // A null value of the user's own passes through a map of Object, as in the API.
    @SuppressWarnings("NullAway")
    private static Object redacted(String key, @Nullable Object value) {
        if (value != null && isSecret(key)) {
            return REPLACEMENT;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> result = new LinkedHashMap<>();
            map.forEach((name, nested) -> result.put(String.valueOf(name), redacted(String.valueOf(name), nested)));
            return Collections.unmodifiableMap(result);
        }
        if (value instanceof List<?> list) {
            return Collections.unmodifiableList(
                    list.stream().map(element -> redacted(key, element)).collect(Collectors.toList()));
        }
        return value;
    }

    /** Whether a value of this key must not be shown. */
    public static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return MARKS.stream().anyMatch(lower::contains);
    }
}
