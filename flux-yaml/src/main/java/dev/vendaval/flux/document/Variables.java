package dev.vendaval.flux.document;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What <code>${}</code> may name.
 *
 * @param properties by name
 * @param propertiesFile where they come from, or null if no file was given
 * @param environment the environment's variables, or null if they were not asked for
 */
public record Variables(
        Map<String, String> properties,
        @Nullable String propertiesFile,
        @Nullable Map<String, String> environment) {
    /** Copies the properties, in the order of their names. */
    public Variables {
        properties = Map.copyOf(properties);
    }

    /** None at all. */
    public static Variables none() {
        return new Variables(Map.of(), null, null);
    }

    Map<String, String> sortedProperties() {
        return new TreeMap<>(properties);
    }
}
