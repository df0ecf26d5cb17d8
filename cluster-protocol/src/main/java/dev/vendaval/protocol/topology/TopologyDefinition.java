package dev.vendaval.protocol.topology;

import dev.vendaval.api.Topology;
import dev.vendaval.protocol.config.TopologyConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A submitted topology as Nimbus keeps it; never changes after the submit was accepted.
 *
 * @param id the name, a dash, and a suffix that makes it unique over the life of the cluster
 * @param name unique among live topologies
 * @param submitId made by the client for one submit, so that a repeated request is recognised
 * @param artifact content hash of the user's jar, or null when the user's classes are on the class
 *     path of this JVM (local mode)
 * @param config defaults, Nimbus's topology.* keys, the topology's own and -c keys merged, validated
 * @param topology components, streams, subscriptions; component objects are opaque bytes
 * @param submittedAtMs epoch milliseconds
 */
public record TopologyDefinition(
        String id,
        String name,
        String submitId,
        @Nullable String artifact,
        Map<String, Object> config,
        Topology topology,
        long submittedAtMs) {
    /** The same as it is configured after such a change. */
    public TopologyDefinition with(ConfigChange change) {
        return change.values().isEmpty()
                ? this
                : new TopologyDefinition(
                        id,
                        name,
                        submitId,
                        artifact,
                        TopologyConfig.merge(config, change.values()),
                        topology,
                        submittedAtMs);
    }
}
