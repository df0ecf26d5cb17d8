package dev.vendaval.protocol.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns one layer of configuration as written into canonical form: Storm's spellings resolved, every known key typed
 * and checked, unknown keys of ours refused, users' own keys as they are.
 */
final class KeyResolution {
    private final Map<String, @Nullable Object> resolved = new LinkedHashMap<>();
    private final Map<String, String> writtenAs = new LinkedHashMap<>();
    private final List<String> ignored = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private KeyResolution() {}

    /** The canonical layer and what to tell the user. */
    record Layer(Map<String, Object> values, List<String> warnings) {}

    /**
     * Resolves a layer.
     *
     * @param allowed which of the known keys may be in this layer
     * @param elsewhere where the others belong, for the message
     */
    static Layer resolve(
            Map<String, ? extends @Nullable Object> layer, Predicate<ConfigKey> allowed, String elsewhere) {
        KeyResolution resolution = new KeyResolution();
        resolution.zooKeeperServers(layer);
        layer.forEach((name, value) -> resolution.add(name, value, allowed, elsewhere));
        return resolution.layer();
    }

    private Layer layer() {
        if (!ignored.isEmpty()) {
            warnings.add(
                    "ignored, as keys of Apache Storm that Vendaval has no use for: " + String.join(", ", ignored));
        }
        // The API hands maps of Object to users; a null value of their own is legal in it.
        @SuppressWarnings("NullAway")
        Map<String, Object> values = Collections.unmodifiableMap(resolved);
        return new Layer(values, List.copyOf(warnings));
    }

    private void add(String name, @Nullable Object value, Predicate<ConfigKey> allowed, String elsewhere) {
        if (name.equals(StormKeys.ZOOKEEPER_SERVERS) || name.equals(StormKeys.ZOOKEEPER_PORT)) {
            return;
        }
        StormKeys.Alias alias = StormKeys.alias(name).orElse(null);
        String ownName = alias == null ? name : alias.name();
        ConfigKey key = ConfigTable.find(ownName).orElse(null);
        if (key == null) {
            addUnlisted(name, value);
        } else if (!allowed.test(key)) {
            throw new ConfigException(name, elsewhere);
        } else if (value != null) {
            put(key, name, alias == null ? value : alias.converted(value));
        }
    }

    private void addUnlisted(String name, @Nullable Object value) {
        if (StormKeys.isIgnored(name)) {
            ignored.add(name);
        } else if (ConfigTable.isReserved(name)) {
            throw unknown(name, value);
        } else {
            resolved.put(name, PlainValues.of(name, value));
        }
    }

    private static ConfigException unknown(String name, @Nullable Object value) {
        if (name.indexOf('.') < 0 && value instanceof Map<?, ?> map && !map.isEmpty()) {
            return new ConfigException(
                    name,
                    "keys are not nested; write them in one piece, such as " + name + "."
                            + map.keySet().iterator().next());
        }
        return new ConfigException(name, "no such key; did you mean " + ConfigTable.nearest(name) + "?");
    }

    private void put(ConfigKey key, String name, Object value) {
        String other = writtenAs.putIfAbsent(key.name(), name);
        if (other != null) {
            throw new ConfigException(name, "is the same key as " + other + ", which is set too; set one of them");
        }
        Object canonical = key.checked(name, value);
        if (key.type() == ConfigType.INTEGER_OR_AUTO && !canonical.equals(0) && !canonical.equals(ConfigType.AUTO)) {
            warnings.add(name + ": found " + canonical + ", taken as auto: there is one acker task per spout task");
            canonical = ConfigType.AUTO;
        }
        resolved.put(key.name(), canonical);
    }

    /** Storm gives the servers without port, and one port for all of them. */
    private void zooKeeperServers(Map<String, ? extends @Nullable Object> layer) {
        Object servers = layer.get(StormKeys.ZOOKEEPER_SERVERS);
        if (servers == null) {
            return;
        }
        if (!(servers instanceof List<?> list)) {
            throw new ConfigException(
                    StormKeys.ZOOKEEPER_SERVERS,
                    "found " + servers + "; write a list of hosts, such as [\"127.0.0.1\"]");
        }
        Object port = layer.get(StormKeys.ZOOKEEPER_PORT);
        List<String> withPort = new ArrayList<>();
        for (Object host : list) {
            withPort.add(host + ":" + (port == null ? 2181 : port));
        }
        put(ConfigTable.key("zookeeper.servers"), StormKeys.ZOOKEEPER_SERVERS, withPort);
    }
}
