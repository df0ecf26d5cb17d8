package dev.vendaval.protocol.artifact;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.service.ArtifactService;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out what is in a store, and nothing that is damaged. Thread-safe; called on network threads. */
public final class StoredArtifacts implements ArtifactService {
    private static final Logger LOG = LoggerFactory.getLogger(StoredArtifacts.class);
    private static final int CHUNK_BYTES = 64 * 1024;

    private final String owner;
    private final ArtifactStore store;

    /**
     * Over a store.
     *
     * @param owner what this process is called in messages: Nimbus, supervisor
     */
    public StoredArtifacts(String owner, ArtifactStore store) {
        this.owner = owner;
        this.store = store;
    }

    @Override
    public void downloadArtifact(Caller caller, String sha256, ArtifactSink sink) {
        if (!isHere(sha256)) {
            throw new ServiceException(
                    SubmitException.Code.NOT_FOUND,
                    "this " + owner + " does not have the artifact " + sha256,
                    "submit the topology again, or look for the jar in the artifact directory of another Nimbus or of"
                            + " a supervisor");
        }
        try (InputStream content = Files.newInputStream(store.path(sha256))) {
            LOG.info("artifact {} is fetched by {}@{}", sha256, caller.user(), caller.host());
            byte[] chunk = new byte[CHUNK_BYTES];
            int read = content.readNBytes(chunk, 0, CHUNK_BYTES);
            while (read > 0) {
                sink.chunk(Arrays.copyOf(chunk, read));
                read = content.readNBytes(chunk, 0, CHUNK_BYTES);
            }
        } catch (IOException e) {
            throw new ServiceException(
                    SubmitException.Code.INTERNAL,
                    "artifact " + store.path(sha256) + " cannot be read: " + e.getMessage(),
                    "the log of that " + owner + " has the details",
                    e);
        }
    }

    private boolean isHere(String sha256) {
        try {
            return store.has(sha256);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(SubmitException.Code.USAGE, String.valueOf(e.getMessage()), null, e);
        }
    }
}
