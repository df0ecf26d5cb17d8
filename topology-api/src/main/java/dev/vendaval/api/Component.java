package dev.vendaval.api;

import java.io.Serializable;
import java.util.Map;

/**
 * What spouts and bolts have in common: a serializable object that says what it emits.
 *
 * <p>The object made in {@code main} is only a template: {@link TopologyBuilder#build()} writes it with Java
 * serialization, and every task gets its own instance read from those bytes in its worker. Plain settings belong in
 * fields; connections, caches and the like belong in {@code transient} fields that {@code open} or {@code prepare}
 * fills.
 */
public interface Component extends Serializable {
    /**
     * Declares the streams this component emits, each with its field names. Called once, by
     * {@link TopologyBuilder#build()}, on the thread that builds the topology, never in a worker.
     *
     * @param declarer takes the declarations; a component that emits nothing leaves it alone, as does this default
     */
    default void declareOutputFields(OutputFieldsDeclarer declarer) {}

    /**
     * Configuration for this component only, above the topology's, for example a tick frequency. Read once, by
     * {@link TopologyBuilder#build()}. What {@link ComponentDeclarer#addConfiguration} sets goes above it.
     *
     * @return plain data as in {@link Config}; empty by default
     */
    default Map<String, Object> getComponentConfiguration() {
        return Map.of();
    }
}
