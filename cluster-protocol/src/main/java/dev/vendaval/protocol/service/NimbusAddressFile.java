package dev.vendaval.protocol.service;

import dev.vendaval.protocol.config.HostPort;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a worker reads which Nimbuses there are, when its supervisor is gone. The supervisor replaces the file as a whole
 * whenever it learns of another one; it holds a line HOST:PORT for each, the leader first.
 */
public final class NimbusAddressFile {
    private NimbusAddressFile() {}

    /** The file in the worker's directory. */
    public static Path in(Path workerDirectory) {
        return workerDirectory.resolve("nimbus.addresses");
    }

    /** What the file holds. */
    public static String text(List<HostPort> nimbuses) {
        return nimbuses.stream().map(HostPort::toString).collect(Collectors.joining("\n"));
    }

    /** The addresses in such a text; IllegalArgumentException for a line that is none. */
    public static List<HostPort> parse(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(HostPort::parse)
                .toList();
    }
}
