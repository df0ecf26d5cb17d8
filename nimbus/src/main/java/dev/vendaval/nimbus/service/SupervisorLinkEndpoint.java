package dev.vendaval.nimbus.service;

import dev.vendaval.api.SubmitException;
import dev.vendaval.nimbus.leadership.SupervisorInbox;
import dev.vendaval.protocol.artifact.ArtifactStore;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SupervisorLinkService;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Nimbus does for supervisors. Thread-safe; called on network threads. */
public final class SupervisorLinkEndpoint implements SupervisorLinkService {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorLinkEndpoint.class);
    private static final int CHUNK_BYTES = 64 * 1024;

    private final SupervisorInbox inbox;
    private final ArtifactStore artifacts;

    public SupervisorLinkEndpoint(SupervisorInbox inbox, ArtifactStore artifacts) {
        this.inbox = inbox;
        this.artifacts = artifacts;
    }

    @Override
    public SupervisorConversation connected(Caller caller, CommandSender commands) {
        return inbox.open(commands);
    }

    @Override
    public void downloadArtifact(Caller caller, String sha256, ArtifactSink sink) {
        try (InputStream content = Files.newInputStream(artifacts.path(sha256))) {
            LOG.info("artifact {} is fetched by {}@{}", sha256, caller.user(), caller.host());
            byte[] chunk = new byte[CHUNK_BYTES];
            int read = content.readNBytes(chunk, 0, CHUNK_BYTES);
            while (read > 0) {
                sink.chunk(Arrays.copyOf(chunk, read));
                read = content.readNBytes(chunk, 0, CHUNK_BYTES);
            }
        } catch (IllegalArgumentException e) {
            throw new ServiceException(SubmitException.Code.USAGE, String.valueOf(e.getMessage()), null, e);
        } catch (NoSuchFileException e) {
            throw new ServiceException(
                    SubmitException.Code.NOT_FOUND,
                    "this Nimbus does not have the artifact " + sha256,
                    "submit the topology again, or look for the jar in the artifact directory of another Nimbus",
                    e);
        } catch (IOException e) {
            throw new ServiceException(
                    SubmitException.Code.INTERNAL,
                    "artifact " + sha256 + " cannot be read: " + e.getMessage(),
                    "Nimbus's log has the details",
                    e);
        }
    }
}
