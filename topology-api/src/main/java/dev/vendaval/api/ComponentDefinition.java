package dev.vendaval.api;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One component of a topology as data: structure readable, the user's object as opaque bytes. {@link Topology#of} checks
 * it.
 *
 * @param id unique within the topology
 * @param kind spout or bolt
 * @param className of the object, for people to read
 * @param object the Java-serialized {@link Spout}, {@link Bolt} or {@link BasicBolt}; not to be changed
 * @param parallelism how many executors are wished
 * @param tasks how many tasks; null means as many as executors
 * @param configuration of this component only: plain data, unmodifiable
 * @param streams that it declares
 * @param subscriptions of a bolt; empty for a spout
 * @param memory of a bolt; a spout has {@link ComponentMemory#LEFT_BEHIND}
 */
// Arrays are compared by content below; the bytes are handed on as they are, since a definition is read-only by rule.
@SuppressWarnings("ArrayRecordComponent")
public record ComponentDefinition(
        String id,
        ComponentKind kind,
        String className,
        byte[] object,
        int parallelism,
        @Nullable Integer tasks,
        Map<String, Object> configuration,
        List<StreamDefinition> streams,
        List<Subscription> subscriptions,
        ComponentMemory memory) {
    /** Copies the collections; refuses nulls. */
    public ComponentDefinition {
        Objects.requireNonNull(id, "component id");
        Objects.requireNonNull(kind, "component kind");
        Objects.requireNonNull(className, "class name");
        Objects.requireNonNull(object, "serialized component");
        Objects.requireNonNull(memory, "memory");
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        streams = List.copyOf(streams);
        subscriptions = List.copyOf(subscriptions);
    }

    /**
     * The number of tasks at submit, before {@code topology.max.task.parallelism}.
     *
     * @return {@code tasks} if set, else the parallelism
     */
    public int taskCount() {
        return tasks == null ? parallelism : tasks;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ComponentDefinition that
                && id.equals(that.id)
                && kind == that.kind
                && className.equals(that.className)
                && Arrays.equals(object, that.object)
                && parallelism == that.parallelism
                && Objects.equals(tasks, that.tasks)
                && configuration.equals(that.configuration)
                && streams.equals(that.streams)
                && subscriptions.equals(that.subscriptions)
                && memory == that.memory;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, kind, className, Arrays.hashCode(object), parallelism, tasks, streams, subscriptions);
    }

    @Override
    public String toString() {
        return kind + " '" + id + "' (" + className + ", " + object.length + " bytes, parallelism " + parallelism + ")";
    }
}
