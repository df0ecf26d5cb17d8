package dev.vendaval.protocol.topology;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.StreamDefinition;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.Topology;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds topologies from data for tests: every component declares the default stream with one field, word. */
public final class TopologyData {
    private final Map<String, ComponentDefinition> components = new LinkedHashMap<>();

    public TopologyData spout(String id, int parallelism) {
        return put(id, ComponentKind.SPOUT, parallelism, null, List.of());
    }

    public TopologyData bolt(String id, int parallelism, String... sources) {
        return put(id, ComponentKind.BOLT, parallelism, null, shuffled(sources));
    }

    public TopologyData bolt(String id, int parallelism, int tasks, String... sources) {
        return put(id, ComponentKind.BOLT, parallelism, tasks, shuffled(sources));
    }

    private static List<Subscription> shuffled(String... sources) {
        List<Subscription> subscriptions = new ArrayList<>();
        for (String source : sources) {
            subscriptions.add(new Subscription(source, "default", Grouping.shuffle()));
        }
        return subscriptions;
    }

    private TopologyData put(
            String id, ComponentKind kind, int parallelism, @Nullable Integer tasks, List<Subscription> subscriptions) {
        components.put(
                id,
                new ComponentDefinition(
                        id,
                        kind,
                        "user.Class",
                        id.getBytes(StandardCharsets.UTF_8),
                        parallelism,
                        tasks,
                        Map.of(),
                        List.of(new StreamDefinition("default", new Fields("word"), false)),
                        subscriptions,
                        ComponentMemory.LEFT_BEHIND));
        return this;
    }

    public TopologyData configured(String id, Map<String, Object> configuration) {
        ComponentDefinition old = Objects.requireNonNull(components.get(id), id);
        components.put(
                id,
                new ComponentDefinition(
                        id,
                        old.kind(),
                        old.className(),
                        old.object(),
                        old.parallelism(),
                        old.tasks(),
                        configuration,
                        old.streams(),
                        old.subscriptions(),
                        ComponentMemory.LEFT_BEHIND));
        return this;
    }

    public TopologyData with(ComponentDefinition component) {
        components.put(component.id(), component);
        return this;
    }

    public Topology build() {
        return Topology.of(List.copyOf(components.values()), List.of());
    }

    public Topology build(List<byte[]> workerHooks) {
        return Topology.of(List.copyOf(components.values()), workerHooks);
    }
}
