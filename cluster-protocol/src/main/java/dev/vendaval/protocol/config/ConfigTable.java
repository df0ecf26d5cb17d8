package dev.vendaval.protocol.config;

import dev.vendaval.api.naming.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every key there is, with type, default and meaning. A key that is not here does not exist. */
final class ConfigTable {
    private static final List<String> OWN_GROUPS =
            List.of("topology", "nimbus", "supervisor", "worker", "zookeeper", "log", "local", "rebalance");
    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1000 * MILLISECOND;
    private static final long MEBIBYTE = 1L << 20;

    private static final Map<String, ConfigKey> KEYS = new LinkedHashMap<>();

    static {
        clusterKeys();
        daemonKeys();
        topologyKeys();
        topologyTuningKeys();
    }

    private ConfigTable() {}

    private static void clusterKeys() {
        texts("zookeeper.servers", List.of("127.0.0.1:2181"), "The ZooKeeper servers, each host:port.");
        text("zookeeper.root", "/vendaval", "The ZooKeeper node that everything of this cluster is kept under.");
        duration(
                "zookeeper.session.timeout",
                "10s",
                4 * SECOND,
                "How long a silent process or host counts as present; below 4s a busy machine loses sessions for nothing.");
        text("local.dir", "./vendaval-data", "The directory for artifacts, worker directories and ids.");
        text("log.dir", null, "The directory for logs; by default the directory logs in local.dir.");
        duration("log.retention", "7d", SECOND, "How long the logs of workers that are gone are kept.");
        texts("nimbus.seeds", List.of("127.0.0.1:6627"), "Where clients look for Nimbus, each host:port.");
    }

    private static void daemonKeys() {
        text("nimbus.host", "127.0.0.1", "The address Nimbus listens on and is reached at.");
        port("nimbus.port", 6627, "The port Nimbus listens on; 0 means any free one.");
        bool("nimbus.rebalance.on.join", false, "Whether a supervisor that joins takes over executors.");
        text("supervisor.host", "127.0.0.1", "The address a supervisor and its workers listen on and are reached at.");
        port("supervisor.port", 6628, "The port a supervisor listens on; 0 means any free one.");
        text("supervisor.id", null, "The id of a supervisor; by default made once and kept in local.dir.");
        add(
                "supervisor.slots.ports",
                ConfigType.INTEGERS,
                List.of(6700, 6701, 6702, 6703),
                0,
                65_535,
                "One slot for a worker per port; 0 means a free port, chosen at first start and kept in local.dir.");
        size("supervisor.artifact.cache.size", "10GiB", 0, "How much a supervisor keeps of jars it no longer needs.");
        size("worker.heap", "768MiB", 16 * MEBIBYTE, "The heap of a worker whose topology does not say.");
        texts("worker.jvm.options", List.of(), "Further JVM options of every worker.");
        duration(
                "worker.timeout",
                "10s",
                SECOND,
                "How long a worker's runtime may be silent, though its process lives, before it is replaced.");
        duration("rebalance.prepare.timeout", "30s", SECOND, "How long a rebalance waits for new owners to be ready.");
        duration("rebalance.drain.timeout", "30s", SECOND, "How long a moving spout task may wait for its trees.");
    }

    private static void topologyKeys() {
        integer("topology.workers", 1, 1, "How many workers are wanted.");
        size("topology.worker.heap", null, 16 * MEBIBYTE, "The heap of each worker; by default worker.heap.");
        texts(
                "topology.worker.jvm.options",
                List.of(),
                "Further JVM options of the workers, after worker.jvm.options.");
        add(
                "topology.acker.executors",
                ConfigType.INTEGER_OR_AUTO,
                ConfigType.AUTO,
                0,
                Integer.MAX_VALUE,
                "auto: tuple trees are tracked; 0: they are not.");
        duration(
                "topology.message.timeout",
                "30s",
                100 * MILLISECOND,
                "A tuple tree fails when it has made no progress for this long.");
        integer("topology.max.spout.pending", null, 1, "How many trees of one spout task may be pending.");
        integer("topology.max.task.parallelism", null, 1, "The most tasks and executors any component gets.");
        integer(
                "topology.tasks",
                null,
                1,
                "How many tasks a component gets that does not say; by default its parallelism.");
        duration("topology.tick.tuple.freq", null, MILLISECOND, "Bolts get a tick this often; by default none.");
        duration("topology.cleanup.timeout", "3s", 0, "How long cleanup and close may take at kill.");
        add(
                "topology.executor.on.error",
                ConfigType.TEXT,
                "restart",
                List.of("restart", "worker"),
                "What an exception of user code ends: restart re-creates the component, worker ends the worker.");
        bool("topology.debug", false, "Whether every emit is logged.");
    }

    private static void topologyTuningKeys() {
        duration(
                "topology.spout.idle.max.wait",
                "20ms",
                50_000L,
                "The longest wait between two empty calls of nextTuple; waits double from 50us up to it.");
        bool(
                "topology.testing.always.serialize",
                false,
                "Whether tuples are encoded even between executors of one worker (true in local mode).");
        texts("topology.artifacts", List.of(), "Further jars of the topology.");
        text("topology.serializer.factory", null, "A class that makes value serializers.");
        add(
                "topology.serializers",
                ConfigType.TEXT_MAP,
                Map.of(),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                "Value serializers: class name to the class name of its ValueSerializer.");
        add(
                "topology.tree.max.age",
                ConfigType.DURATION_OR_OFF,
                ConfigType.OFF,
                100 * MILLISECOND,
                Long.MAX_VALUE,
                "A tuple tree fails when it is older than this, even if it progresses.");
        size("topology.tuple.max.bytes", "64MiB", 1024, "The most bytes one encoded tuple may have.");
        add(
                "topology.isolated",
                ConfigType.TEXT,
                "run",
                List.of("run", "stop"),
                "What a worker does that hears neither a supervisor that reaches ZooKeeper, nor Nimbus, nor a worker on another host.");
    }

    private static void text(String name, @Nullable String value, String meaning) {
        add(name, ConfigType.TEXT, value, List.of(), meaning);
    }

    private static void texts(String name, List<String> value, String meaning) {
        add(name, ConfigType.TEXTS, value, List.of(), meaning);
    }

    private static void bool(String name, boolean value, String meaning) {
        add(name, ConfigType.BOOLEAN, value, List.of(), meaning);
    }

    private static void port(String name, int value, String meaning) {
        add(name, ConfigType.INTEGER, value, 0, 65_535, meaning);
    }

    private static void integer(String name, @Nullable Integer value, int minimum, String meaning) {
        add(name, ConfigType.INTEGER, value, minimum, Integer.MAX_VALUE, meaning);
    }

    private static void size(String name, @Nullable String value, long minimum, String meaning) {
        add(name, ConfigType.SIZE, value, minimum, Long.MAX_VALUE, meaning);
    }

    private static void duration(String name, @Nullable String value, long minimumNanos, String meaning) {
        add(name, ConfigType.DURATION, value, minimumNanos, Long.MAX_VALUE, meaning);
    }

    private static void add(
            String name, ConfigType type, @Nullable Object value, List<String> choices, String meaning) {
        KEYS.put(name, new ConfigKey(name, type, value, Long.MIN_VALUE, Long.MAX_VALUE, choices, meaning));
    }

    private static void add(
            String name, ConfigType type, @Nullable Object value, long minimum, long maximum, String meaning) {
        KEYS.put(name, new ConfigKey(name, type, value, minimum, maximum, List.of(), meaning));
    }

    static Collection<ConfigKey> keys() {
        return KEYS.values();
    }

    static Optional<ConfigKey> find(String name) {
        return Optional.ofNullable(KEYS.get(name));
    }

    static ConfigKey key(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("no key " + name + " in the table"));
    }

    /** Whether the name is in a group of ours, so that it must be a key of the table. */
    static boolean isReserved(String name) {
        int dot = name.indexOf('.');
        return OWN_GROUPS.contains(dot < 0 ? name : name.substring(0, dot));
    }

    /** The known key, alias or not, whose name differs least. */
    static String nearest(String name) {
        List<String> known = new ArrayList<>(KEYS.keySet());
        return known.stream()
                .min(Comparator.comparingInt(candidate -> NearestName.distance(name, candidate)))
                .orElseThrow();
    }
}
