package dev.vendaval.nimbus.service;

import dev.vendaval.nimbus.leadership.SupervisorInbox;
import dev.vendaval.protocol.service.ArtifactService;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.SupervisorLinkService;

/** What Nimbus does for supervisors. Thread-safe; called on network threads. */
public final class SupervisorLinkEndpoint implements SupervisorLinkService {
    private final SupervisorInbox inbox;
    private final ArtifactService artifacts;

    public SupervisorLinkEndpoint(SupervisorInbox inbox, ArtifactService artifacts) {
        this.inbox = inbox;
        this.artifacts = artifacts;
    }

    @Override
    public SupervisorConversation connected(Caller caller, CommandSender commands) {
        return inbox.open(commands);
    }

    @Override
    public void downloadArtifact(Caller caller, String sha256, ArtifactSink sink) {
        artifacts.downloadArtifact(caller, sha256, sink);
    }
}
