package dev.vendaval.api;

import java.util.Objects;

/**
 * A stream together with the component that declares it, since stream ids are unique only within a component.
 *
 * @param componentId the source component
 * @param streamId the stream
 */
public record GlobalStreamId(String componentId, String streamId) {
    /** Refuses nulls. */
    public GlobalStreamId {
        Objects.requireNonNull(componentId, "component id");
        Objects.requireNonNull(streamId, "stream id");
    }

    @Override
    public String toString() {
        return componentId + "/" + streamId;
    }
}
