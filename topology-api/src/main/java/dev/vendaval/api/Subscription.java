package dev.vendaval.api;

import java.util.Objects;

/**
 * A bolt's wish for the tuples of one stream. {@link Topology#of} checks that the stream exists and that the grouping
 * suits it.
 *
 * @param source the component that emits
 * @param stream the stream it emits on
 * @param grouping how its tuples are shared out among the bolt's tasks
 */
public record Subscription(String source, String stream, Grouping grouping) {
    /** Refuses nulls. */
    public Subscription {
        Objects.requireNonNull(source, "source component id");
        Objects.requireNonNull(stream, "stream id");
        Objects.requireNonNull(grouping, "grouping");
    }
}
