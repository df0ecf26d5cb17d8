package dev.vendaval.nimbus.artifact;

import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The artifacts that live definitions name. Definitions never change, so each is read once. Owned by the thread {@code
 * nimbus-artifacts}.
 */
final class LiveArtifacts {
    private static final Logger LOG = LoggerFactory.getLogger(LiveArtifacts.class);

    private final ClusterState clusterState;
    private final Map<String, Optional<String>> artifactById = new HashMap<>();
    private Set<String> complaints = Set.of();

    LiveArtifacts(ClusterState clusterState) {
        this.clusterState = clusterState;
    }

    /**
     * What was read.
     *
     * @param topologyByArtifact each artifact with one topology that needs it
     * @param complete whether every definition could be read: if not, no artifact may be taken for unused
     */
    record Read(Map<String, String> topologyByArtifact, boolean complete) {}

    /** Reads what is new. A definition that cannot be decoded makes the answer incomplete, nothing else. */
    Read read() {
        List<String> ids = clusterState.topologyIds();
        artifactById.keySet().retainAll(Set.copyOf(ids));
        Set<String> undecodable = new HashSet<>();
        Map<String, String> topologyByArtifact = new HashMap<>();
        for (String id : ids) {
            try {
                Optional<String> artifact = artifactOf(id);
                artifact.ifPresent(sha256 -> topologyByArtifact.putIfAbsent(sha256, id));
            } catch (ClusterStateException.Unreadable e) {
                undecodable.add(id);
                if (!complaints.contains(id)) {
                    LOG.warn("which artifact {} needs is not known, so none is removed: {}", id, e.getMessage());
                }
            }
        }
        complaints = undecodable;
        return new Read(topologyByArtifact, undecodable.isEmpty());
    }

    private Optional<String> artifactOf(String id) {
        Optional<String> known = artifactById.get(id);
        if (known != null) {
            return known;
        }
        Optional<TopologyDefinition> definition = clusterState.definition(id);
        Optional<String> artifact = definition.map(TopologyDefinition::artifact);
        if (definition.isPresent()) { // else it is being removed right now: the next read tells
            artifactById.put(id, artifact);
        }
        return artifact;
    }
}
