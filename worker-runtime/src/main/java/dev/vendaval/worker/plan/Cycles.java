package dev.vendaval.worker.plan;

import dev.vendaval.protocol.topology.StreamEdge;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Numbers the cycles that feedback edges form: components joined by such edges, however far, share a number. */
final class Cycles {
    private Cycles() {}

    /** Component id to cycle number, for components that lie in one; numbers follow the smallest id in each cycle. */
    static Map<String, Integer> number(Set<StreamEdge> feedbackEdges) {
        Map<String, String> parent = new HashMap<>();
        for (StreamEdge edge : feedbackEdges) {
            String source = root(parent, edge.source());
            String target = root(parent, edge.target());
            if (source.compareTo(target) < 0) {
                parent.put(target, source);
            } else if (!source.equals(target)) {
                parent.put(source, target);
            }
        }
        Map<String, Integer> numberOfRoot = new LinkedHashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (String component : members(feedbackEdges)) {
            String root = root(parent, component);
            numbers.put(component, numberOfRoot.computeIfAbsent(root, added -> numberOfRoot.size()));
        }
        return numbers;
    }

    private static SortedSet<String> members(Set<StreamEdge> edges) {
        SortedSet<String> members = new TreeSet<>();
        for (StreamEdge edge : edges) {
            members.add(edge.source());
            members.add(edge.target());
        }
        return members;
    }

    private static String root(Map<String, String> parent, String component) {
        String at = component;
        String above = parent.get(at);
        while (above != null) {
            at = above;
            above = parent.get(at);
        }
        return at;
    }
}
