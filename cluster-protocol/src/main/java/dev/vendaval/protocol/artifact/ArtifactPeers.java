package dev.vendaval.protocol.artifact;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.ArtifactClient;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody in the cluster who may have an artifact: the leading Nimbus first, then the others, then supervisors, whose
 * caches have what they run. Thread-safe; reading who is there blocks.
 */
public final class ArtifactPeers {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactPeers.class);

    private final ClusterState clusterState;
    private final RpcFactory rpc;
    private final Supplier<HostPort> self;
    /** What was read last; for times when the cluster state cannot be read. */
    private volatile List<NamedSource> known = List.of();

    /**
     * The others of a cluster.
     *
     * @param self where this process serves, which is left out
     */
    public ArtifactPeers(ClusterState clusterState, RpcFactory rpc, Supplier<HostPort> self) {
        this.clusterState = clusterState;
        this.rpc = rpc;
        this.self = self;
    }

    /** In the order in which they are to be asked; as last known if the cluster state cannot be read now. */
    public List<NamedSource> sources() {
        try {
            known = read();
        } catch (ClusterStateException e) {
            LOG.warn("who has artifacts cannot be read now, those known before are asked: {}", e.getMessage());
        }
        return known;
    }

    private List<NamedSource> read() {
        Map<HostPort, String> names = new LinkedHashMap<>();
        clusterState.leader().ifPresent(leader -> names.put(new HostPort(leader.host(), leader.port()), "Nimbus at "));
        clusterState
                .nimbuses()
                .forEach(nimbus -> names.putIfAbsent(new HostPort(nimbus.host(), nimbus.port()), "Nimbus at "));
        clusterState
                .supervisors()
                .forEach(each -> names.putIfAbsent(new HostPort(each.host(), each.port()), "supervisor at "));
        names.remove(self.get());
        List<NamedSource> sources = new ArrayList<>();
        names.forEach((address, name) -> sources.add(new NamedSource(name + address, source(address))));
        return List.copyOf(sources);
    }

    private ArtifactSource source(HostPort address) {
        return (sha256, content) -> {
            try (ArtifactClient client = rpc.artifacts(address)) {
                client.download(sha256, content);
            }
        };
    }
}
