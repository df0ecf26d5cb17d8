package dev.vendaval.flux.model;

import dev.vendaval.flux.problem.Location;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole topology as its files describe it, includes merged.
 *
 * @param at where the main file's map begins
 * @param name of the topology, or null if no file has one
 * @param config of the topology
 * @param components by which objects are shared
 * @param spouts in order
 * @param bolts in order
 * @param streams in order
 * @param workerHooks in order
 * @param source code that makes the topology instead, or null
 * @param includes of this file; empty once they are merged
 * @param complete false if a part could not be read: then what is missing may be in it
 */
public record TopologyModel(
        Location at,
        @Nullable Located<String> name,
        List<Setting> config,
        List<ObjectModel> components,
        List<VertexModel> spouts,
        List<VertexModel> bolts,
        List<StreamModel> streams,
        List<ObjectModel> workerHooks,
        @Nullable Source source,
        List<Include> includes,
        boolean complete) {
    /** A class with a method that returns the topology. */
    public record Source(ObjectModel object, Located<String> methodName) {}

    /** Another file to be read. */
    public record Include(Located<String> file, boolean resource, boolean override) {}

    /** Spouts, then bolts. */
    public List<VertexModel> vertices() {
        return Stream.concat(spouts.stream(), bolts.stream()).toList();
    }

    /** Every object with an id: components, spouts, bolts, worker hooks. */
    public List<ObjectModel> named() {
        return Stream.of(components.stream(), vertices().stream().map(VertexModel::object), workerHooks.stream())
                .flatMap(objects -> objects)
                .toList();
    }

    /** Every object at all, custom groupings and the source included. */
    public List<ObjectModel> objects() {
        Stream<ObjectModel> groupings =
                streams.stream().map(StreamModel::customClass).flatMap(Stream::ofNullable);
        Stream<ObjectModel> ofSource = source == null ? Stream.empty() : Stream.of(source.object());
        return Stream.of(named().stream(), groupings, ofSource)
                .flatMap(objects -> objects)
                .toList();
    }
}
