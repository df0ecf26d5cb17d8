package dev.vendaval.flux.assembly;

import dev.vendaval.api.BoltDeclarer;
import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.SubmitException;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.WorkerHook;
import dev.vendaval.flux.check.NoSpout;
import dev.vendaval.flux.model.Located;
import dev.vendaval.flux.model.ObjectModel;
import dev.vendaval.flux.model.StreamModel;
import dev.vendaval.flux.model.TopologyModel;
import dev.vendaval.flux.model.VertexModel;
import dev.vendaval.flux.object.ObjectMaker;
import dev.vendaval.flux.object.TopologyCall;
import dev.vendaval.flux.problem.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the topology of a description. Used by one thread, once. */
public final class Assembly {
    private final TopologyModel model;
    private final ObjectMaker maker;
    private final Problems problems;
    private final Map<String, Vertex> vertices = new LinkedHashMap<>();
    private final Map<String, ComponentDefinition> definitions = new LinkedHashMap<>();
    private final Map<StreamModel, Grouping> groupings = new LinkedHashMap<>();
    private final List<WorkerHook> hooks = new ArrayList<>();

    /** Makes nothing yet. */
    public Assembly(TopologyModel model, ObjectMaker maker, Problems problems) {
        this.model = model;
        this.maker = maker;
        this.problems = problems;
    }

    /** The topology, or null if anything is wrong with it now or was before; what is wrong now has been told. */
    public @Nullable Topology assemble() {
        maker.makeComponents();
        TopologyModel.Source source = model.source();
        if (source != null) {
            Object object = maker.make(source.object());
            return object == null
                    ? null
                    : new TopologyCall(problems).call(object, source.methodName(), Settings.config(model.config()));
        }
        model.vertices().forEach(this::makeVertex);
        model.workerHooks().forEach(this::makeHook);
        StreamFields fields = new StreamFields(definitions, problems);
        for (StreamModel stream : model.streams()) {
            fields.check(stream);
            makeGrouping(stream);
        }
        return problems.hasErrors() ? null : build();
    }

    private void makeVertex(VertexModel described) {
        Class<?> type = maker.constructed(described.object());
        if (type != null && !Vertex.isRight(described, type, problems)) {
            // That arguments do not fit it, either, would lead astray.
            return;
        }
        Object object = maker.make(described.object());
        Vertex vertex = object == null ? null : Vertex.of(described, object, problems);
        ComponentDefinition definition = vertex == null ? null : vertex.definition(problems);
        if (vertex != null && definition != null) {
            vertices.put(described.id(), vertex);
            definitions.put(described.id(), definition);
        }
    }

    private void makeHook(ObjectModel described) {
        Object object = made(described, WorkerHook.class, described.title() + ": ");
        if (object instanceof WorkerHook hook) {
            hooks.add(hook);
            serializable(described, hook);
        }
    }

    /** The object if it is of that kind, or else null, which has been told. */
    private @Nullable Object made(ObjectModel described, Class<?> kind, String title) {
        Class<?> constructed = maker.constructed(described);
        boolean hopeless = constructed != null && !kind.isAssignableFrom(constructed);
        Object object = hopeless ? null : maker.make(described);
        if (!hopeless && (object == null || kind.isInstance(object))) {
            return object;
        }
        Class<?> type = object == null ? constructed : object.getClass();
        problems.error(
                Vertex.classAt(described),
                title + Objects.requireNonNull(type).getName() + " is no " + kind.getSimpleName(),
                "name a class that implements " + kind.getName());
        return null;
    }

    private void serializable(ObjectModel described, WorkerHook hook) {
        try {
            TopologyBuilder alone = new TopologyBuilder();
            alone.setSpout("none", new NoSpout());
            alone.addWorkerHook(hook).build();
        } catch (SubmitException e) {
            problems.error(Vertex.classAt(described), String.valueOf(e.getMessage()), e.hint() == null ? "" : e.hint());
        } catch (RuntimeException | LinkageError e) {
            // Serialization calls the user's code.
            problems.error(Vertex.classAt(described), described.title() + " threw " + e, "");
        }
    }

    private void makeGrouping(StreamModel stream) {
        List<String> names =
                stream.fields().stream().map(Located::value).distinct().toList();
        Grouping grouping = switch (stream.type().value()) {
            case SHUFFLE -> Grouping.shuffle();
            case FIELDS -> Grouping.fields(new Fields(names));
            case PARTIAL_KEY -> Grouping.partialKey(new Fields(names));
            case ALL -> Grouping.all();
            case GLOBAL -> Grouping.global();
            case NONE -> Grouping.none();
            case DIRECT -> Grouping.direct();
            case LOCAL_OR_SHUFFLE -> Grouping.localOrShuffle();
            case CUSTOM -> custom(stream.customClass());
        };
        if (grouping != null) {
            groupings.put(stream, grouping);
        }
    }

    private @Nullable Grouping custom(@Nullable ObjectModel described) {
        Object object = described == null ? null : made(described, CustomGrouping.class, "");
        if (described == null || !(object instanceof CustomGrouping grouping)) {
            return null;
        }
        try {
            return Grouping.custom(grouping);
        } catch (SubmitException e) {
            problems.error(Vertex.classAt(described), String.valueOf(e.getMessage()), e.hint() == null ? "" : e.hint());
            return null;
        } catch (RuntimeException | LinkageError e) {
            // Serialization calls the user's code.
            problems.error(Vertex.classAt(described), described.title() + " threw " + e, "");
            return null;
        }
    }

    private @Nullable Topology build() {
        TopologyBuilder builder = new TopologyBuilder();
        Map<String, BoltDeclarer> bolts = new LinkedHashMap<>();
        for (Vertex vertex : vertices.values()) {
            if (vertex.model().isSpout()) {
                vertex.declareSpout(builder);
            } else {
                bolts.put(vertex.model().id(), vertex.declareBolt(builder));
            }
        }
        for (StreamModel stream : model.streams()) {
            Objects.requireNonNull(bolts.get(stream.to().value()), stream.to().value())
                    .grouping(
                            stream.from().value(),
                            stream.stream(),
                            Objects.requireNonNull(groupings.get(stream), "grouping"));
        }
        hooks.forEach(builder::addWorkerHook);
        try {
            return builder.build();
        } catch (SubmitException e) {
            // Everything that the rules of the API say has been checked by now, where it stands.
            problems.error(model.at(), String.valueOf(e.getMessage()), e.hint() == null ? "" : e.hint());
            return null;
        }
    }
}
