package dev.vendaval.flux.model;

import dev.vendaval.flux.problem.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection from a spout or bolt to a bolt.
 *
 * @param at where its definition begins
 * @param from the sender's id
 * @param to the receiver's id
 * @param type of its grouping
 * @param fields that the grouping goes by
 * @param streamId of the sender's stream, or null for the default one
 * @param customClass the grouping of the user's own, or null
 */
public record StreamModel(
        Location at,
        Located<String> from,
        Located<String> to,
        Located<GroupingType> type,
        List<Located<String>> fields,
        @Nullable Located<String> streamId,
        @Nullable ObjectModel customClass) {
    /** The sender's stream that is meant when none is named. */
    public static final String DEFAULT_STREAM = "default";

    /** The sender's stream. */
    public String stream() {
        return streamId == null ? DEFAULT_STREAM : streamId.value();
    }

    /** Where the stream is named, or the grouping if it is not. */
    public Location streamAt() {
        return streamId == null ? type.at() : streamId.at();
    }

    boolean sameConnection(StreamModel other) {
        return from.value().equals(other.from.value())
                && to.value().equals(other.to.value())
                && stream().equals(other.stream());
    }
}
