package dev.vendaval.protocol.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The configuration of one process: vendaval.yaml with {@code -c} over it, checked. Immutable. Made by {@link
 * ConfigFile}; whoever needs values takes one of the typed records.
 */
public final class Configuration {
    private final Map<String, Object> values;
    private final Map<String, Object> overrides;
    private final List<String> warnings;
    private final TypedValues typed;

    Configuration(Map<String, Object> file, Map<String, Object> overrides, List<String> warnings) {
        this.values = TopologyConfig.merge(file, overrides);
        this.overrides = overrides;
        this.warnings = List.copyOf(warnings);
        this.typed = new TypedValues(values);
    }

    /** All keys that were set, canonical, without defaults. May hold secrets: show {@link Redaction#redacted}. */
    public Map<String, Object> values() {
        return values;
    }

    /** What was ignored or taken otherwise than written, one sentence each. */
    public List<String> warnings() {
        return warnings;
    }

    /** The topology.* keys that were set. */
    public Map<String, Object> topologyDefaults() {
        return only(values, Configuration::isOfTopology);
    }

    private static boolean isOfTopology(String name) {
        return name.startsWith("topology.") || name.startsWith("rebalance.");
    }

    public ZooKeeperSettings zooKeeperSettings() {
        List<String> servers = typed.texts("zookeeper.servers");
        if (servers.isEmpty()) {
            throw new ConfigException("zookeeper.servers", "found an empty list; name at least one server");
        }
        servers.forEach(server -> address("zookeeper.servers", server, 2181));
        String root = typed.text("zookeeper.root");
        if (!root.matches("(/[^/\\s]+)+")) {
            throw new ConfigException(
                    "zookeeper.root",
                    "found \"" + root + "\"; write a path that begins with a slash, such as /vendaval");
        }
        return new ZooKeeperSettings(servers, root, typed.duration("zookeeper.session.timeout"));
    }

    public NimbusSettings nimbusSettings() {
        return new NimbusSettings(
                typed.text("nimbus.host"),
                typed.integer("nimbus.port"),
                localDir(),
                logDir(),
                typed.duration("log.retention"),
                topologyDefaults(),
                typed.duration("zookeeper.session.timeout"),
                typed.bool("nimbus.rebalance.on.join"));
    }

    public SupervisorSettings supervisorSettings() {
        return new SupervisorSettings(
                typed.text("supervisor.host"),
                typed.integer("supervisor.port"),
                typed.textOrNull("supervisor.id"),
                slotPorts(),
                localDir(),
                logDir(),
                typed.duration("log.retention"),
                typed.size("supervisor.artifact.cache.size"),
                typed.size("worker.heap"),
                typed.texts("worker.jvm.options"),
                typed.duration("worker.timeout"));
    }

    private List<Integer> slotPorts() {
        List<Integer> ports = typed.integers("supervisor.slots.ports");
        List<Integer> fixed = new ArrayList<>(ports);
        fixed.removeIf(port -> port == 0);
        if (fixed.size() != Set.copyOf(fixed).size()) {
            throw new ConfigException("supervisor.slots.ports", "found " + ports + "; each port may be there once");
        }
        return ports;
    }

    public ClientSettings clientSettings() {
        int defaultPort = typed.integer("nimbus.port");
        List<HostPort> seeds = new ArrayList<>();
        for (String seed : typed.texts("nimbus.seeds")) {
            seeds.add(address("nimbus.seeds", seed, defaultPort));
        }
        if (seeds.isEmpty()) {
            throw new ConfigException("nimbus.seeds", "found an empty list; name at least one Nimbus");
        }
        return new ClientSettings(seeds, only(overrides, name -> isOfTopology(name) || !ConfigTable.isReserved(name)));
    }

    private static HostPort address(String key, String text, int defaultPort) {
        try {
            return HostPort.parse(text, defaultPort);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, String.valueOf(e.getMessage()));
        }
    }

    public Path localDir() {
        return Path.of(typed.text("local.dir")).toAbsolutePath().normalize();
    }

    public Path logDir() {
        String logDir = typed.textOrNull("log.dir");
        return logDir == null
                ? localDir().resolve("logs")
                : Path.of(logDir).toAbsolutePath().normalize();
    }

    private static Map<String, Object> only(Map<String, Object> from, Predicate<String> wanted) {
        Map<String, Object> result = new LinkedHashMap<>();
        from.forEach((name, value) -> {
            if (wanted.test(name)) {
                result.put(name, value);
            }
        });
        return Collections.unmodifiableMap(result);
    }

    /** The keys that were set, secrets redacted. */
    @Override
    public String toString() {
        return Redaction.redacted(values).toString();
    }
}
