package dev.vendaval.protocol.topology;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.Topology;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Questions about the shape of a topology. Pure functions. */
public final class TopologyGraph {
    private TopologyGraph() {}

    /**
     * The edges that lie inside a cycle, that is inside one strongly connected component, loops of a component to
     * itself included. Taking tuples from them must never wait for a place downstream.
     */
    public static Set<StreamEdge> feedbackEdges(Topology topology) {
        Map<String, Integer> groups = StrongComponents.of(topology);
        Set<StreamEdge> feedback = new LinkedHashSet<>();
        for (ComponentDefinition target : topology.components()) {
            for (Subscription subscription : target.subscriptions()) {
                if (Objects.equals(groups.get(subscription.source()), groups.get(target.id()))) {
                    feedback.add(new StreamEdge(subscription.source(), subscription.stream(), target.id()));
                }
            }
        }
        return Collections.unmodifiableSet(feedback);
    }
}
