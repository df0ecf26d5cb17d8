package dev.vendaval.flux.model;

import dev.vendaval.api.naming.NearestName;
import dev.vendaval.flux.document.Value;
import dev.vendaval.flux.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one file's values as a {@link TopologyModel}, its includes not yet followed. */
record ModelReader(Problems problems) {
    private static final String DEFAULT_METHOD = "getTopology";

    @Nullable
    TopologyModel read(Value document) {
        Section topology = Section.of(document, Shapes.topology(), problems);
        if (topology == null) {
            return null;
        }
        Located<String> name = topology.text("name");
        List<ObjectModel> components = objects(topology, "components", "component");
        List<VertexModel> spouts = vertices(topology, "spouts", true);
        List<VertexModel> bolts = vertices(topology, "bolts", false);
        List<StreamModel> streams = topology.parts("streams").stream()
                .map(this::stream)
                .flatMap(Stream::ofNullable)
                .toList();
        List<TopologyModel.Include> includes = includes(topology);
        boolean complete = !topology.hasUnknownKeys()
                && identified(components) == topology.size("components")
                && identified(spouts.stream().map(VertexModel::object).toList()) == topology.size("spouts")
                && identified(bolts.stream().map(VertexModel::object).toList()) == topology.size("bolts")
                && streams.size() == topology.size("streams")
                && includes.size() == topology.size("includes")
                && (name != null || topology.raw("name") == null);
        return new TopologyModel(
                topology.at(),
                name,
                topology.settings("config"),
                components,
                spouts,
                bolts,
                streams,
                objects(topology, "workerHooks", "worker hook"),
                source(topology.part("topologySource")),
                includes,
                complete);
    }

    private static long identified(List<ObjectModel> objects) {
        return objects.stream().filter(object -> object.id() != null).count();
    }

    private List<ObjectModel> objects(Section topology, String key, String kind) {
        return topology.parts(key).stream().map(part -> object(part, kind)).toList();
    }

    private List<VertexModel> vertices(Section topology, String key, boolean isSpout) {
        List<VertexModel> vertices = new ArrayList<>();
        for (Section part : topology.parts(key)) {
            vertices.add(new VertexModel(
                    object(part, isSpout ? "spout" : "bolt"),
                    isSpout,
                    part.count("parallelism"),
                    part.count("numTasks"),
                    !isSpout && part.flag("stateless"),
                    part.settings("config")));
        }
        return vertices;
    }

    private ObjectModel object(Section section, String kind) {
        Located<String> id = section.text("id");
        String title = id == null ? kind : kind + " '" + id.value() + "'";
        ObjectModel object = making(section, title, id);
        Located<String> factory = object.factory();
        if (factory != null && section.value("constructorArgs") != null) {
            problems.error(
                    Objects.requireNonNull(section.value("constructorArgs")).at(),
                    title + " has both factory and constructorArgs",
                    "a factory takes factoryArgs");
        } else if (factory == null && section.value("factoryArgs") != null) {
            problems.error(
                    Objects.requireNonNull(section.value("factoryArgs")).at(),
                    title + " has factoryArgs without factory",
                    "name the static method with factory, or use constructorArgs");
        }
        return object;
    }

    private ObjectModel making(Section section, String title, @Nullable Located<String> id) {
        return new ObjectModel(
                section.at(),
                title,
                id,
                section.text("className"),
                section.arguments("constructorArgs"),
                section.text("factory"),
                section.arguments("factoryArgs"),
                section.parts("properties").stream()
                        .map(this::property)
                        .flatMap(Stream::ofNullable)
                        .toList(),
                section.parts("configMethods").stream()
                        .map(ModelReader::call)
                        .flatMap(Stream::ofNullable)
                        .toList());
    }

    private ObjectModel.@Nullable Property property(Section section) {
        Located<String> name = section.text("name");
        Located<String> reference = section.text("ref");
        Value literal = section.raw("value");
        Value list = section.value("reflist");
        long given =
                Stream.of(reference, literal, list).filter(Objects::nonNull).count();
        if (name == null) {
            return null;
        }
        if (given != 1) {
            problems.error(
                    section.at(),
                    "property '" + name.value() + "' has " + (given == 0 ? "no value" : "more than one value"),
                    "give one of value, ref and reflist");
            return null;
        }
        if (reference != null) {
            return new ObjectModel.Property(name, new Argument.Reference(reference.at(), reference.value()));
        }
        if (literal != null) {
            return new ObjectModel.Property(name, section.argument(literal));
        }
        List<Argument> references = new ArrayList<>();
        section.texts("reflist").forEach(id -> references.add(new Argument.Reference(id.at(), id.value())));
        return new ObjectModel.Property(name, new Argument.Elements(section.at(), references));
    }

    private static ObjectModel.@Nullable Call call(Section section) {
        Located<String> name = section.text("name");
        return name == null ? null : new ObjectModel.Call(name, section.arguments("args"));
    }

    private @Nullable StreamModel stream(Section section) {
        Located<String> from = section.text("from");
        Located<String> to = section.text("to");
        Section grouping = section.part("grouping");
        Located<GroupingType> type = grouping == null ? null : type(grouping);
        if (grouping == null) {
            return null;
        }
        List<Located<String>> fields = grouping.texts("args");
        Located<String> streamId = grouping.text("streamId");
        Section custom = grouping.part("customClass");
        String between = from == null || to == null ? "" : " from '" + from.value() + "' to '" + to.value() + "'";
        ObjectModel customClass =
                custom == null ? null : making(custom, "custom grouping" + between, custom.text("id"));
        return from == null || to == null || type == null
                ? null
                : new StreamModel(section.at(), from, to, type, fields, streamId, customClass);
    }

    private @Nullable Located<GroupingType> type(Section grouping) {
        Located<String> name = grouping.text("type");
        if (name == null) {
            return null;
        }
        GroupingType type = GroupingType.of(name.value()).orElse(null);
        if (type == null) {
            problems.error(
                    name.at(),
                    "unknown grouping '" + name.value() + "'",
                    NearestName.hint("groupings", name.value(), GroupingType.nameList()));
            return null;
        }
        return new Located<>(name.at(), type);
    }

    private TopologyModel.@Nullable Source source(@Nullable Section section) {
        if (section == null) {
            return null;
        }
        Located<String> method = section.text("methodName");
        return new TopologyModel.Source(
                making(section, "topologySource", null),
                method == null ? new Located<>(section.at(), DEFAULT_METHOD) : method);
    }

    private static List<TopologyModel.Include> includes(Section topology) {
        List<TopologyModel.Include> includes = new ArrayList<>();
        for (Section section : topology.parts("includes")) {
            Located<String> file = section.text("file");
            if (file != null) {
                includes.add(new TopologyModel.Include(file, section.flag("resource"), section.flag("override")));
            }
        }
        return includes;
    }
}
