package dev.vendaval.protocol.service;

import java.nio.file.Path;

/**
 * Where a worker reads that its supervisor is, each time it connects: a successor may listen on another port. The
 * supervisor replaces the file as a whole; it holds HOST:PORT and a line feed.
 */
public final class SupervisorAddressFile {
    private SupervisorAddressFile() {}

    /** The file in the worker's directory. */
    public static Path in(Path workerDirectory) {
        return workerDirectory.resolve("supervisor.address");
    }
}
