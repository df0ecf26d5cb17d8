package dev.vendaval.protocol.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Apache Storm's spellings: those that are aliases of our keys, in Storm's units, and those we know and ignore. */
final class StormKeys {
    /** How a Storm value becomes one of ours. */
    enum Form {
        SAME,
        SECONDS,
        MILLISECONDS,
        MEBIBYTES,
        WORDS
    }

    /** A Storm spelling of one of our keys. */
    record Alias(String stormName, String name, Form form) {
        Object converted(Object value) {
            return switch (form) {
                case SAME -> value;
                case SECONDS -> number(value, "seconds") + "s";
                case MILLISECONDS -> number(value, "milliseconds") + "ms";
                case MEBIBYTES -> number(value, "MiB") + "MiB";
                case WORDS -> words(value);
            };
        }

        private String number(Object value, String unit) {
            if (value instanceof Number number && number.doubleValue() == number.longValue()) {
                return Long.toString(number.longValue());
            }
            throw new ConfigException(stormName, "found " + value + "; write a whole number of " + unit);
        }

        private Object words(Object value) {
            if (value instanceof String text) {
                String trimmed = text.strip();
                return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("\\s+"));
            }
            return value;
        }
    }

    static final String ZOOKEEPER_SERVERS = "storm.zookeeper.servers";
    static final String ZOOKEEPER_PORT = "storm.zookeeper.port";

    private static final Map<String, Alias> ALIASES = Map.ofEntries(
            alias("topology.message.timeout.secs", "topology.message.timeout", Form.SECONDS),
            alias("topology.tick.tuple.freq.secs", "topology.tick.tuple.freq", Form.SECONDS),
            alias("topology.worker.childopts", "topology.worker.jvm.options", Form.WORDS),
            alias("topology.worker.max.heap.size.mb", "topology.worker.heap", Form.MEBIBYTES),
            alias("topology.testing.always.try.serialize", "topology.testing.always.serialize", Form.SAME),
            alias("worker.childopts", "worker.jvm.options", Form.WORDS),
            alias("worker.heap.memory.mb", "worker.heap", Form.MEBIBYTES),
            alias("nimbus.thrift.port", "nimbus.port", Form.SAME),
            alias("supervisor.thrift.port", "supervisor.port", Form.SAME),
            alias("supervisor.worker.timeout.secs", "worker.timeout", Form.SECONDS),
            alias("supervisor.localizer.cache.target.size.mb", "supervisor.artifact.cache.size", Form.MEBIBYTES),
            alias("storm.local.dir", "local.dir", Form.SAME),
            alias("storm.log.dir", "log.dir", Form.SAME),
            alias("storm.local.hostname", "supervisor.host", Form.SAME),
            alias("storm.zookeeper.root", "zookeeper.root", Form.SAME),
            alias("storm.zookeeper.session.timeout", "zookeeper.session.timeout", Form.MILLISECONDS));

    private static final List<String> IGNORED_PREFIXES = List.of(
            "storm.",
            "drpc.",
            "ui.",
            "logviewer.",
            "pacemaker.",
            "transactional.",
            "blobstore.",
            "client.blobstore.",
            "client.jartransformer.",
            "scheduler.",
            "resource.aware.scheduler.",
            "isolation.scheduler.",
            "multitenant.scheduler.",
            "executor.metrics.",
            "dev.zookeeper.",
            "topology.blobstore.",
            "topology.backpressure.",
            "topology.batch.",
            "topology.builtin.metrics.",
            "topology.bolt.wait.strategy",
            "topology.bolts.",
            "topology.component.",
            "topology.component.resources.",
            "topology.disruptor.",
            "topology.eventlogger.",
            "topology.executor.send.",
            "topology.executor.receive.",
            "topology.kryo.",
            "topology.metrics.",
            "topology.priority.",
            "topology.ras.",
            "topology.receiver.",
            "topology.scheduler.",
            "topology.shared.",
            "topology.spout.wait.strategy",
            "topology.spout.recvq.",
            "topology.sleep.spout.wait.strategy.",
            "topology.spread.",
            "topology.state.",
            "topology.stats.",
            "topology.submitter.",
            "topology.tuple.serializer",
            "topology.transfer.",
            "topology.trident.",
            "topology.worker.gc.",
            "topology.worker.logwriter.",
            "topology.worker.max.timeout",
            "topology.worker.receiver.",
            "topology.worker.shared.",
            "topology.worker.timeout",
            "topology.v2.metrics.",
            "nimbus.blobstore.",
            "nimbus.thrift.",
            "nimbus.impersonation.",
            "nimbus.topology.",
            "nimbus.queue.",
            "nimbus.credential.",
            "nimbus.slots.",
            "supervisor.blobstore.",
            "supervisor.localizer.",
            "supervisor.run.",
            "supervisor.cpu.",
            "supervisor.memory.",
            "supervisor.supervisors",
            "supervisor.heartbeat.",
            "supervisor.monitor.",
            "supervisor.thrift.",
            "supervisor.worker.",
            "supervisor.scheduler.",
            "supervisor.resources.",
            "supervisor.docker.",
            "worker.profiler.",
            "worker.gc.",
            "worker.log.level.",
            "worker.metrics",
            "worker.max.timeout");

    private static final Set<String> IGNORED_NAMES = Set.of(
            "java.library.path",
            "task.heartbeat.frequency.secs",
            "task.refresh.poll.secs",
            "task.credentials.poll.secs",
            "num.stat.buckets",
            "nimbus.admins",
            "nimbus.admins.groups",
            "nimbus.assignments.service.threads",
            "nimbus.assignments.service.thread.queue.size",
            "nimbus.authorizer",
            "nimbus.auto.credential.plugins",
            "nimbus.autocredential.plugins.classes",
            "nimbus.childopts",
            "nimbus.cleanup.inbox.freq.secs",
            "nimbus.code.sync.freq.secs",
            "nimbus.credential.renewers.classes",
            "nimbus.credential.renewers.freq.secs",
            "nimbus.daemon.users",
            "nimbus.daemon.groups",
            "nimbus.default.scheduler",
            "nimbus.executors.per.topology",
            "nimbus.file.copy.expiration.secs",
            "nimbus.groups",
            "nimbus.inbox.jar.expiration.secs",
            "nimbus.min.replication.count.default",
            "nimbus.monitor.freq.secs",
            "nimbus.reassign",
            "nimbus.supervisor.timeout.secs",
            "nimbus.supervisor.users",
            "nimbus.supervisor.users.groups",
            "nimbus.task.launch.secs",
            "nimbus.task.timeout.secs",
            "nimbus.users",
            "supervisor.childopts",
            "supervisor.enable",
            "supervisor.heartbeat.frequency.secs",
            "supervisor.monitor.frequency.secs",
            "supervisor.queue.size",
            "worker.heartbeat.frequency.secs",
            "topology.acker.cpu.pcore.percent",
            "topology.acker.resources.offheap.memory.mb",
            "topology.acker.resources.onheap.memory.mb",
            "topology.auto-credentials",
            "topology.auto.task.hooks",
            "topology.classpath",
            "topology.classpath.beginning",
            "topology.cluster.metrics.consumer.register",
            "topology.cpu.pcore.percent",
            "topology.disable.loadaware.messaging",
            "topology.enable.message.timeouts",
            "topology.environment",
            "topology.error.throttle.interval.secs",
            "topology.fall.back.on.java.serialization",
            "topology.flush.tuple.freq.millis",
            "topology.groups",
            "topology.isolate.machines",
            "topology.locality",
            "topology.localityaware.higher.bound",
            "topology.localityaware.lower.bound",
            "topology.logging.sensitivity",
            "topology.max.error.report.per.interval",
            "topology.max.replication.wait.time.sec",
            "topology.min.replication.count",
            "topology.multilang.serializer",
            "topology.name",
            "topology.id",
            "topology.networkaware",
            "topology.optimize",
            "topology.overflow.protection",
            "topology.priority",
            "topology.producer.batch.size",
            "topology.readonly.groups",
            "topology.readonly.users",
            "topology.serialized.message.size.metrics",
            "topology.shellbolt.max.pending",
            "topology.skip.missing.kryo.registrations",
            "topology.spout.wait.strategy",
            "topology.spread.components",
            "topology.subprocess.timeout.secs",
            "topology.users",
            "topology.visualization",
            "topology.workers.resources",
            "topology.worker.cpu.pcore.percent",
            "topology.worker.timeout.secs",
            "topology.executor.overflow.limit",
            "topology.enable.v2.metrics.tick",
            "topology.enable.metrics.tuple.tick");

    private StormKeys() {}

    private static Map.Entry<String, Alias> alias(String stormName, String name, Form form) {
        return Map.entry(stormName, new Alias(stormName, name, form));
    }

    static Optional<Alias> alias(String name) {
        return Optional.ofNullable(ALIASES.get(name));
    }

    /** Whether Storm has this key and we have nothing like it. */
    static boolean isIgnored(String name) {
        return IGNORED_NAMES.contains(name) || IGNORED_PREFIXES.stream().anyMatch(name::startsWith);
    }

    static List<Alias> aliases() {
        return ALIASES.values().stream()
                .sorted((left, right) -> left.stormName().compareTo(right.stormName()))
                .toList();
    }
}
