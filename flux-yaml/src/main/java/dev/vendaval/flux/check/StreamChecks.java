package dev.vendaval.flux.check;

import dev.vendaval.api.naming.NearestName;
import dev.vendaval.flux.model.GroupingType;
import dev.vendaval.flux.model.Located;
import dev.vendaval.flux.model.StreamModel;
import dev.vendaval.flux.model.TopologyModel;
import dev.vendaval.flux.model.VertexModel;
import dev.vendaval.flux.problem.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Streams lead from a component to a bolt, groupings have what they need, and every bolt is fed. */
final class StreamChecks {
    private static final String TICKS = "topology.tick.tuple.freq";

    private final TopologyModel topology;
    private final boolean whole;
    private final Problems problems;
    private final Map<String, VertexModel> vertices = new LinkedHashMap<>();

    StreamChecks(TopologyModel topology, boolean whole, Problems problems) {
        this.topology = topology;
        this.whole = whole;
        this.problems = problems;
        topology.vertices().forEach(vertex -> vertices.putIfAbsent(vertex.id(), vertex));
    }

    void check() {
        List<StreamModel> earlier = new ArrayList<>();
        for (StreamModel stream : topology.streams()) {
            checkEnd(stream.from(), "from");
            checkEnd(stream.to(), "to");
            VertexModel target = vertices.get(stream.to().value());
            if (target != null && target.isSpout()) {
                problems.error(
                        stream.to().at(),
                        "a stream to the spout '" + target.id() + "'",
                        "only bolts take tuples; did you mean to swap from and to?");
            }
            checkGrouping(stream);
            checkOnce(stream, earlier);
            earlier.add(stream);
        }
        if (whole && topology.source() == null) {
            checkFed();
        }
    }

    private void checkEnd(Located<String> end, String key) {
        if (whole && !vertices.containsKey(end.value())) {
            boolean component = topology.components().stream()
                    .anyMatch(object -> object.idText().equals(end.value()));
            problems.error(
                    end.at(),
                    "a stream " + key + " '" + end.value() + "', which "
                            + (component ? "is a component, no spout or bolt" : "does not exist"),
                    NearestName.hint("spouts and bolts", end.value(), vertices.keySet()));
        }
    }

    private void checkGrouping(StreamModel stream) {
        GroupingType type = stream.type().value();
        if (type.byFields() && stream.fields().isEmpty()) {
            problems.error(
                    stream.type().at(),
                    "a " + type + " grouping without fields",
                    "name them: args: [\"word\"]"
                            + (type == GroupingType.FIELDS ? "; to send all to one task use GLOBAL" : ""));
        } else if (!type.byFields() && !stream.fields().isEmpty()) {
            problems.warn(
                    stream.fields().get(0).at(),
                    "a grouping of type " + type + " ignores args",
                    "FIELDS and PARTIAL_KEY go by fields; remove args, or use one of them");
        }
        Set<String> seen = new HashSet<>();
        for (Located<String> field : stream.fields()) {
            if (!seen.add(field.value())) {
                problems.error(field.at(), "field '" + field.value() + "' is there twice", "each field once");
            }
        }
        if (type == GroupingType.CUSTOM && stream.customClass() == null) {
            problems.error(
                    stream.type().at(),
                    "a CUSTOM grouping without customClass",
                    "add customClass with className and, if needed, constructorArgs");
        } else if (type != GroupingType.CUSTOM && stream.customClass() != null) {
            problems.error(
                    stream.customClass().at(),
                    "a customClass with a " + type + " grouping",
                    "it belongs to type: CUSTOM");
        }
    }

    private void checkOnce(StreamModel stream, List<StreamModel> earlier) {
        for (StreamModel first : earlier) {
            if (first.from().value().equals(stream.from().value())
                    && first.to().value().equals(stream.to().value())
                    && first.stream().equals(stream.stream())) {
                problems.error(
                        stream.at(),
                        "bolt '" + stream.to() + "' subscribes twice to stream '" + stream.stream() + "' of '"
                                + stream.from() + "', by " + first.type() + " and " + stream.type(),
                        "once is enough; the first is at " + first.at());
                return;
            }
        }
    }

    /** Whatever cannot be reached from a spout, or from a bolt that lives on ticks, never gets a tuple. */
    private void checkFed() {
        Set<String> fed = new HashSet<>();
        Deque<String> next = new ArrayDeque<>();
        for (VertexModel vertex : topology.vertices()) {
            if (vertex.isSpout() || hasTicks(vertex)) {
                next.add(vertex.id());
            }
        }
        // A sender that does not exist has been told; what it should have been may feed its receivers.
        topology.streams().stream()
                .filter(stream -> !vertices.containsKey(stream.from().value()))
                .forEach(stream -> next.add(stream.to().value()));
        while (!next.isEmpty()) {
            String id = next.poll();
            if (fed.add(id)) {
                topology.streams().stream()
                        .filter(stream -> stream.from().value().equals(id))
                        .forEach(stream -> next.add(stream.to().value()));
            }
        }
        for (VertexModel bolt : topology.bolts()) {
            if (!fed.contains(bolt.id()) && bolt.object().id() != null) {
                tellUnfed(bolt);
            }
        }
    }

    private void tellUnfed(VertexModel bolt) {
        boolean hasInput = topology.streams().stream()
                .anyMatch(stream -> stream.to().value().equals(bolt.id()));
        Located<String> id = bolt.object().id();
        problems.error(
                id == null ? bolt.object().at() : id.at(),
                hasInput
                        ? "no tuple of any spout reaches bolt '" + bolt.id() + "'"
                        : "nobody feeds bolt '" + bolt.id() + "'",
                hasInput
                        ? "its senders get none either: add a stream from a spout to one of them"
                        : "add a stream with 'to: " + bolt.id() + "', or remove the bolt");
    }

    private static boolean hasTicks(VertexModel vertex) {
        return vertex.config().stream()
                .anyMatch(setting -> setting.key().value().startsWith(TICKS));
    }
}
