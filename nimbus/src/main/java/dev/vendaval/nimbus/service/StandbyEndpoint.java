package dev.vendaval.nimbus.service;

import dev.vendaval.protocol.artifact.ArtifactPeers;
import dev.vendaval.protocol.artifact.ArtifactSearch;
import dev.vendaval.protocol.artifact.ArtifactStore;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.StandbyService;
import java.io.IOException;

/** What this Nimbus does for the leading one. Thread-safe; called on threads for transfers, and blocks them. */
public final class StandbyEndpoint implements StandbyService {
    private final ArtifactStore artifacts;
    private final ArtifactPeers peers;

    public StandbyEndpoint(ArtifactStore artifacts, ArtifactPeers peers) {
        this.artifacts = artifacts;
        this.peers = peers;
    }

    @Override
    public void keepArtifact(Caller caller, String sha256) throws IOException {
        if (artifacts.has(sha256)) {
            artifacts.use(sha256);
        } else {
            ArtifactSearch.fetch(artifacts, sha256, peers.sources());
        }
    }
}
