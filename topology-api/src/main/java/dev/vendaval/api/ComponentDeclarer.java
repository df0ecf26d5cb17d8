package dev.vendaval.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goes on describing a component just added to a {@link TopologyBuilder}. Used on the thread that builds the topology.
 *
 * @param <D> the declarer itself, so that calls can be chained
 */
public abstract sealed class ComponentDeclarer<D extends ComponentDeclarer<D>> permits SpoutDeclarer, BoltDeclarer {
    private final String id;
    private final ComponentKind kind;
    private final Component component;
    private final int parallelism;
    private final Map<String, Object> configuration = new LinkedHashMap<>();
    private @Nullable Integer tasks;

    ComponentDeclarer(String id, ComponentKind kind, Component component, int parallelism) {
        this.id = id;
        this.kind = kind;
        this.component = component;
        this.parallelism = parallelism;
    }

    abstract D self();

    abstract List<Subscription> subscriptions();

    abstract ComponentMemory memory();

    final String id() {
        return id;
    }

    final Component component() {
        return component;
    }

    /**
     * Sets the number of tasks. Default: {@code topology.tasks} of the component's configuration, else as many as
     * executors (the parallelism). {@code topology.max.task.parallelism} caps it at submit.
     *
     * @param tasks at least the parallelism
     * @return this
     * @throws SubmitException if it is less than 1; less than the parallelism is refused by {@code build}
     */
    public final D setNumTasks(int tasks) {
        TopologyRules.checkTasks(id, tasks);
        this.tasks = tasks;
        return self();
    }

    /**
     * Sets a key of this component's configuration, above what {@link Component#getComponentConfiguration} gives.
     *
     * @param key one of {@link Config} or of the user's own
     * @param value plain data as in {@link Config}; checked by {@code build}
     * @return this
     */
    public final D addConfiguration(String key, Object value) {
        configuration.put(Objects.requireNonNull(key, "key"), value);
        return self();
    }

    /**
     * Sets several keys of this component's configuration.
     *
     * @param entries as for {@link #addConfiguration}
     * @return this
     */
    public final D addConfigurations(Map<String, Object> entries) {
        entries.forEach(this::addConfiguration);
        return self();
    }

    final ComponentDefinition define() {
        Map<String, Object> merged = mergedConfiguration();
        return new ComponentDefinition(
                id,
                kind,
                component.getClass().getName(),
                SerializedObject.bytes("component '" + id + "'", component),
                parallelism,
                tasks == null ? configuredTasks(merged) : tasks,
                merged,
                DeclaredStreams.of(id, component),
                subscriptions(),
                memory());
    }

    private Map<String, Object> mergedConfiguration() {
        // Storm's components may return null here, and ports of them do.
        Map<String, Object> own = Objects.requireNonNullElse(component.getComponentConfiguration(), Map.of());
        Map<String, Object> merged = new LinkedHashMap<>(own);
        merged.putAll(configuration);
        return PlainData.copyOf("component '" + id + "'", merged);
    }

    private @Nullable Integer configuredTasks(Map<String, Object> merged) {
        Object configured = merged.get(Config.TOPOLOGY_TASKS);
        if (configured == null) {
            return null;
        }
        if (configured instanceof Integer number) {
            return number;
        }
        throw new SubmitException(
                SubmitException.Code.CONFIG,
                "component '" + id + "': configuration key '" + Config.TOPOLOGY_TASKS + "' is '" + configured + "'",
                "it must be an int, 1 or more");
    }
}
