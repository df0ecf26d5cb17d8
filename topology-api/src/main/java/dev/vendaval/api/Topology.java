package dev.vendaval.api;

import dev.vendaval.api.naming.NearestName;
import java.util.List;

/**
 * A whole, valid topology as data: immutable, ready for {@link TopologySubmitter#submit} or a {@code LocalCluster}. Made
 * by {@link TopologyBuilder#build()}, or {@linkplain #of from data}.
 */
public final class Topology {
    private final List<ComponentDefinition> components;
    private final List<byte[]> workerHooks;

    private Topology(List<ComponentDefinition> components, List<byte[]> workerHooks) {
        this.components = components;
        this.workerHooks = workerHooks;
    }

    /**
     * A topology from data, checked by the same rules as one from the builder.
     *
     * @param components in the order they are to be shown
     * @param workerHooks Java-serialized {@link WorkerHook}s
     * @return the topology
     * @throws SubmitException with code {@link SubmitException.Code#INVALID_TOPOLOGY} for the first rule violated,
     *     naming component, what was found and the rule
     */
    public static Topology of(List<ComponentDefinition> components, List<byte[]> workerHooks) {
        List<ComponentDefinition> copy = List.copyOf(components);
        TopologyRules.check(copy);
        return new Topology(copy, List.copyOf(workerHooks));
    }

    /**
     * The components.
     *
     * @return in the order they were defined, unmodifiable
     */
    public List<ComponentDefinition> components() {
        return components;
    }

    /**
     * The worker hooks, Java-serialized.
     *
     * @return in the order they were added, unmodifiable
     */
    public List<byte[]> workerHooks() {
        return workerHooks;
    }

    /**
     * One component.
     *
     * @param id its id
     * @return its definition
     * @throws IllegalArgumentException if there is none of that id, naming those there are
     */
    public ComponentDefinition component(String id) {
        for (ComponentDefinition component : components) {
            if (component.id().equals(id)) {
                return component;
            }
        }
        List<String> known = components.stream().map(ComponentDefinition::id).toList();
        throw new IllegalArgumentException("no component '" + id + "'; " + NearestName.hint("components", id, known));
    }

    @Override
    public String toString() {
        return "Topology" + components;
    }
}
