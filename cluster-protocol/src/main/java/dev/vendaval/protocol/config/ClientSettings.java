package dev.vendaval.protocol.config;

import java.util.List;
import java.util.Map;

/**
 * What a client needs to know.
 *
 * @param nimbusSeeds where to look for Nimbus
 * @param topologyOverrides the topology.* keys and users' own keys of {@code -c}, canonical; they win over those of a
 *     submitted topology
 */
public record ClientSettings(List<HostPort> nimbusSeeds, Map<String, Object> topologyOverrides) {
    /** Copies the list. */
    public ClientSettings {
        nimbusSeeds = List.copyOf(nimbusSeeds);
    }
}
