package dev.vendaval.flux.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A spout or bolt.
 *
 * @param object how it is made
 * @param isSpout a spout, else a bolt
 * @param parallelism how many executors, or null for 1
 * @param tasks how many tasks, or null for as many as executors
 * @param isStateless a bolt that remembers nothing from one tuple to the next
 * @param config of this component only
 */
public record VertexModel(
        ObjectModel object,
        boolean isSpout,
        @Nullable Located<Integer> parallelism,
        @Nullable Located<Integer> tasks,
        boolean isStateless,
        List<Setting> config) {
    /** The id, or an empty text. */
    public String id() {
        return object.idText();
    }

    /** How many executors. */
    public int executors() {
        return parallelism == null ? 1 : parallelism.value();
    }
}
