package dev.vendaval.protocol.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a topology or component as a map of plain data. Layers, lowest first: {@link #defaults}, the
 * topology.* keys of Nimbus's vendaval.yaml, the topology's own, those of {@code -c}, the component's.
 */
public final class TopologyConfig {
    private static final String ELSEWHERE =
            "is not a key of a topology; set it in the vendaval.yaml of the process that it is for";

    private TopologyConfig() {}

    /**
     * Checks a layer and brings it to canonical form: Storm's spellings resolved, known keys typed, users' own keys
     * untouched. Doing it again changes nothing.
     *
     * @throws ConfigException for the first key that is unknown or wrong
     */
    public static Map<String, Object> validated(Map<String, ? extends @Nullable Object> layer) {
        return validated(layer, warning -> {});
    }

    /** The same, telling {@code warnings} what was ignored or taken otherwise than written, one sentence each. */
    public static Map<String, Object> validated(
            Map<String, ? extends @Nullable Object> layer, Consumer<String> warnings) {
        KeyResolution.Layer resolved = KeyResolution.resolve(layer, ConfigKey::ofTopology, ELSEWHERE);
        resolved.warnings().forEach(warnings);
        return resolved.values();
    }

    /** The defaults of all topology.* keys that have one. */
    public static Map<String, Object> defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        for (ConfigKey key : ConfigTable.keys()) {
            if (key.ofTopology() && key.defaultValue() != null) {
                defaults.put(key.name(), key.defaultValue());
            }
        }
        return Collections.unmodifiableMap(defaults);
    }

    /** What it takes to change a key, in its canonical name, while the topology runs. */
    public static KeyChange change(String key) {
        return ConfigTable.find(key)
                .map(known -> known.isLive() ? KeyChange.LIVE : KeyChange.FIXED)
                .orElse(KeyChange.RECREATES);
    }

    /** The keys that can be changed while executors go on as they are, in the order of the reference. */
    public static List<String> liveKeys() {
        return ConfigTable.keys().stream()
                .filter(ConfigKey::isLive)
                .map(ConfigKey::name)
                .toList();
    }

    /** One unmodifiable map of several validated layers; a key of a later layer replaces that of an earlier one. */
    @SafeVarargs
    public static Map<String, Object> merge(Map<String, Object>... layers) {
        Map<String, Object> merged = new LinkedHashMap<>();
        for (Map<String, Object> layer : layers) {
            merged.putAll(layer);
        }
        return Collections.unmodifiableMap(merged);
    }
}
