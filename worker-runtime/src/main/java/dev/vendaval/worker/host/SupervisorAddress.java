package dev.vendaval.worker.host;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.service.SupervisorAddressFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the supervisor is: what the file in the worker's directory says, which each supervisor writes anew, else
 * what the worker was launched with. Owned by the host's thread; reads a few bytes at each try to connect.
 */
final class SupervisorAddress {
    private static final Logger log = LoggerFactory.getLogger(SupervisorAddress.class);

    private final Path file;
    private HostPort last;

    SupervisorAddress(WorkerOptions options) {
        this.file = SupervisorAddressFile.in(options.codeDirectory());
        this.last = options.supervisor();
    }

    HostPort now() {
        try {
            last = HostPort.parse(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            log.trace("nothing in {}", file, e);
        } catch (IOException | IllegalArgumentException e) {
            log.warn("{} does not say where the supervisor is; it was at {}: {}", file, last, e.toString());
        }
        return last;
    }

    @Override
    public String toString() {
        return last.toString();
    }
}
