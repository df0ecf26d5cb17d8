package dev.vendaval.supervisor.artifact;

import java.io.IOException;
import java.io.OutputStream;

/** Where artifacts come from. */
public interface ArtifactSource {
    /**
     * Writes the artifact's bytes; blocks. May throw {@link
     * dev.vendaval.protocol.service.ServiceException}.
     */
    void download(String sha256, OutputStream content) throws IOException;
}
