package dev.vendaval.protocol.service;

import java.io.IOException;

/** What a Nimbus does for the leading one, whether it leads itself or not. */
@FunctionalInterface
public interface StandbyService {
    /**
     * Returns once the artifact is here, whole and on disk, fetched from wherever it is to be had; blocks.
     *
     * @throws IOException if it cannot be had or written
     */
    void keepArtifact(Caller caller, String sha256) throws IOException;
}
