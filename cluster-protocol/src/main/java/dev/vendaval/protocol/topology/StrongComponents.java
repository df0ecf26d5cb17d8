package dev.vendaval.protocol.topology;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.Topology;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tarjan's algorithm without recursion, so that a long chain of components does not overflow the stack. */
final class StrongComponents {
    private static final int NONE = -1;

    /** A component of the topology and how far the search is with it. */
    private static final class Vertex {
        final List<Vertex> targets = new ArrayList<>();
        int order = NONE;
        int lowest = NONE;
        int group = NONE;
        int nextTarget;
    }

    private final Map<String, Vertex> vertices = new LinkedHashMap<>();
    private final Deque<Vertex> open = new ArrayDeque<>();
    private final Deque<Vertex> path = new ArrayDeque<>();
    private int entered;

    private StrongComponents() {}

    /** Component id to the number of its strongly connected component. */
    static Map<String, Integer> of(Topology topology) {
        StrongComponents search = new StrongComponents();
        for (ComponentDefinition component : topology.components()) {
            Vertex target = search.vertex(component.id());
            for (Subscription subscription : component.subscriptions()) {
                search.vertex(subscription.source()).targets.add(target);
            }
        }
        Map<String, Integer> groups = new LinkedHashMap<>();
        search.vertices.forEach((id, vertex) -> {
            search.walkFrom(vertex);
            groups.put(id, vertex.group);
        });
        return groups;
    }

    private Vertex vertex(String component) {
        return vertices.computeIfAbsent(component, id -> new Vertex());
    }

    private void walkFrom(Vertex start) {
        if (start.order == NONE) {
            enter(start);
        }
        while (!path.isEmpty()) {
            Vertex vertex = path.element();
            if (vertex.nextTarget == vertex.targets.size()) {
                leave(vertex);
                continue;
            }
            Vertex target = vertex.targets.get(vertex.nextTarget++);
            if (target.order == NONE) {
                enter(target);
            } else if (target.group == NONE) {
                vertex.lowest = Math.min(vertex.lowest, target.order);
            }
        }
    }

    private void enter(Vertex vertex) {
        vertex.order = entered++;
        vertex.lowest = vertex.order;
        open.push(vertex);
        path.push(vertex);
    }

    private void leave(Vertex vertex) {
        path.pop();
        if (!path.isEmpty()) {
            Vertex parent = path.element();
            parent.lowest = Math.min(parent.lowest, vertex.lowest);
        }
        if (vertex.lowest == vertex.order) {
            closeGroup(vertex);
        }
    }

    private void closeGroup(Vertex root) {
        Vertex member;
        do {
            member = open.pop();
            member.group = root.order;
        } while (member != root);
    }
}
