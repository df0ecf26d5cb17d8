package dev.vendaval.flux.graph;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.api.Streams;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.Topology;
import dev.vendaval.flux.model.Located;
import dev.vendaval.flux.model.StreamModel;
import dev.vendaval.flux.model.TopologyModel;
import dev.vendaval.flux.model.VertexModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A topology as a Mermaid flow chart: spouts rounded, bolts square, streams labelled with their grouping. */
public final class MermaidGraph {
    private final Map<String, String> nodes = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    private MermaidGraph() {
        lines.add("flowchart LR");
    }

    /** As described by a file; what a topologySource makes is not in it. */
    public static String of(TopologyModel topology) {
        MermaidGraph graph = new MermaidGraph();
        for (VertexModel vertex : topology.vertices()) {
            Located<Integer> tasks = vertex.tasks();
            graph.node(
                    vertex.id(),
                    vertex.isSpout(),
                    vertex.executors(),
                    tasks == null ? vertex.executors() : tasks.value());
        }
        for (StreamModel stream : topology.streams()) {
            String fields = stream.type().value().byFields()
                    ? stream.fields().stream().map(Located::value).collect(Collectors.joining(", ", " [", "]"))
                    : "";
            graph.edge(stream.from().value(), stream.to().value(), stream.stream(), stream.type() + fields);
        }
        return graph.text();
    }

    /** As it is made. */
    public static String of(Topology topology) {
        MermaidGraph graph = new MermaidGraph();
        for (ComponentDefinition component : topology.components()) {
            graph.node(
                    component.id(),
                    component.kind() == ComponentKind.SPOUT,
                    component.parallelism(),
                    component.taskCount());
        }
        for (ComponentDefinition component : topology.components()) {
            for (Subscription subscription : component.subscriptions()) {
                graph.edge(
                        subscription.source(),
                        component.id(),
                        subscription.stream(),
                        subscription.grouping().toString().replace("[", " ["));
            }
        }
        return graph.text();
    }

    private void node(String id, boolean spout, int executors, int tasks) {
        String name = "n" + (nodes.size() + 1);
        nodes.put(id, name);
        String label = escaped(id) + "<br/>x" + executors + (tasks == executors ? "" : ", " + tasks + " tasks");
        lines.add("    " + name + (spout ? "([\"" + label + "\"])" : "[\"" + label + "\"]"));
    }

    private void edge(String from, String to, String stream, String grouping) {
        String source = nodes.get(from);
        String target = nodes.get(to);
        if (source != null && target != null) {
            String label = (stream.equals(Streams.DEFAULT) ? "" : stream + ": ") + grouping;
            lines.add("    " + source + " -->|\"" + escaped(label) + "\"| " + target);
        }
    }

    /** Mermaid has entities for what would end a label. */
    private static String escaped(String label) {
        return label.replace("#", "#35;")
                .replace("\"", "#quot;")
                .replace("<", "#lt;")
                .replace(">", "#gt;");
    }

    private String text() {
        return String.join("\n", lines) + "\n";
    }
}
