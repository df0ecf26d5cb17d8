package dev.vendaval.protocol.service;

/** What every Nimbus and every supervisor does for whoever misses an artifact. */
@FunctionalInterface
public interface ArtifactService {
    /**
     * Sends the artifact's bytes to {@code sink}, in order. Blocks. May throw {@link ServiceException}, NOT_FOUND if it is
     * not here or is damaged.
     */
    void downloadArtifact(Caller caller, String sha256, ArtifactSink sink);

    /** Receives an artifact in chunks. */
    interface ArtifactSink {
        void chunk(byte[] bytes);
    }
}
