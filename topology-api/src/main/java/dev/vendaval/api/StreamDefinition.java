package dev.vendaval.api;

import java.util.Objects;

/**
 * A stream as its component declares it. {@link Topology#of} checks the id.
 *
 * @param id unique within the component
 * @param fields the names of its tuples' values
 * @param direct true if the emitter names the receiving task
 */
public record StreamDefinition(String id, Fields fields, boolean direct) {
    /** Refuses nulls. */
    public StreamDefinition {
        Objects.requireNonNull(id, "stream id");
        Objects.requireNonNull(fields, "fields");
    }
}
