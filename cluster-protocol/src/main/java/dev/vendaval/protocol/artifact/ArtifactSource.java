package dev.vendaval.protocol.artifact;

import java.io.IOException;
import java.io.OutputStream;

/** Where artifacts come from. */
@FunctionalInterface
public interface ArtifactSource {
    /**
     * Writes the artifact's bytes; blocks. May throw {@link
     * dev.vendaval.protocol.service.ServiceException}. Whoever receives them checks the hash.
     */
    void download(String sha256, OutputStream content) throws IOException;
}
