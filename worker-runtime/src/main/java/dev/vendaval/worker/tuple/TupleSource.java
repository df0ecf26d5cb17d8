package dev.vendaval.worker.tuple;

import dev.vendaval.api.Fields;
import java.util.Objects;

/**
 * Where tuples come from: one stream of one task. One instance per (task, stream) in a worker, shared by all its tuples.
 * Immutable.
 *
 * @param component id of the emitting component
 * @param task id of the emitting task
 * @param stream the stream's id
 * @param fields the names of the values
 */
public record TupleSource(String component, int task, String stream, Fields fields) {
    public TupleSource {
        Objects.requireNonNull(component, "component");
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(fields, "fields");
    }

    @Override
    public String toString() {
        return component + ":" + task + "/" + stream;
    }
}
