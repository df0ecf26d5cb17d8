package dev.vendaval.protocol.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All topology.* keys, typed. Made of a merged configuration, of a topology or of one of its components.
 *
 * @param workers how many are wanted
 * @param workerHeap bytes, or null for the supervisor's default
 * @param workerJvmOptions after the supervisor's
 * @param acking whether tuple trees are tracked
 * @param messageTimeout without progress for this long a tree fails
 * @param maxSpoutPending per spout task, or null for no limit but memory
 * @param maxTaskParallelism cap on tasks and executors of each component, or null
 * @param tasks of a component that does not say, or null for its parallelism
 * @param tickFrequency time between two ticks, or null for none
 * @param cleanupTimeout for all cleanup and close calls at kill
 * @param onError what an exception of user code ends
 * @param debug whether every emit is logged
 * @param spoutIdleMaxWait longest wait after an empty nextTuple
 * @param alwaysSerialize whether tuples are encoded within a worker too
 * @param artifacts further jars
 * @param serializerFactory class name, or null
 * @param serializers class name to class name of its value serializer
 * @param treeMaxAge oldest age of a tree, or null for none
 * @param tupleMaxBytes most bytes of one encoded tuple
 * @param stopsIfIsolated whether a worker that is cut off from everything stops
 * @param rebalancePrepareTimeout how long a rebalance may take to prepare
 * @param rebalanceDrainTimeout how long a moving spout task may wait for its trees
 */
public record TopologySettings(
        int workers,
        @Nullable Long workerHeap,
        List<String> workerJvmOptions,
        boolean acking,
        Duration messageTimeout,
        @Nullable Integer maxSpoutPending,
        @Nullable Integer maxTaskParallelism,
        @Nullable Integer tasks,
        @Nullable Duration tickFrequency,
        Duration cleanupTimeout,
        OnError onError,
        boolean debug,
        Duration spoutIdleMaxWait,
        boolean alwaysSerialize,
        List<String> artifacts,
        @Nullable String serializerFactory,
        Map<String, String> serializers,
        @Nullable Duration treeMaxAge,
        long tupleMaxBytes,
        boolean stopsIfIsolated,
        Duration rebalancePrepareTimeout,
        Duration rebalanceDrainTimeout) {
    /**
     * Reads a merged configuration; keys that are not set have their default.
     *
     * @throws ConfigException for a value that is not of its key's type
     */
    public static TopologySettings of(Map<String, Object> mergedConfig) {
        TypedValues values = new TypedValues(mergedConfig);
        return new TopologySettings(
                values.integer("topology.workers"),
                values.sizeOrNull("topology.worker.heap"),
                values.texts("topology.worker.jvm.options"),
                !values.value("topology.acker.executors").equals(0),
                values.duration("topology.message.timeout"),
                values.integerOrNull("topology.max.spout.pending"),
                values.integerOrNull("topology.max.task.parallelism"),
                values.integerOrNull("topology.tasks"),
                values.durationOrNull("topology.tick.tuple.freq"),
                values.duration("topology.cleanup.timeout"),
                values.text("topology.executor.on.error").equals("worker") ? OnError.WORKER : OnError.RESTART,
                values.bool("topology.debug"),
                values.duration("topology.spout.idle.max.wait"),
                values.bool("topology.testing.always.serialize"),
                values.texts("topology.artifacts"),
                values.textOrNull("topology.serializer.factory"),
                values.textMap("topology.serializers"),
                values.durationOrNull("topology.tree.max.age"),
                values.size("topology.tuple.max.bytes"),
                values.text("topology.isolated").equals("stop"),
                values.duration("rebalance.prepare.timeout"),
                values.duration("rebalance.drain.timeout"));
    }
}
