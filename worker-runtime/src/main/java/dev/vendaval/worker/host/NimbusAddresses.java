package dev.vendaval.worker.host;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.service.NimbusAddressFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which Nimbuses there are, as the supervisor last noted in the worker's directory. Owned by the host's thread. */
final class NimbusAddresses {
    private static final Logger log = LoggerFactory.getLogger(NimbusAddresses.class);

    private final Path file;
    private List<HostPort> last = List.of();
    private int next;

    NimbusAddresses(WorkerOptions options) {
        this.file = NimbusAddressFile.in(options.codeDirectory());
    }

    /** How many there are; what was noted is read anew. */
    int read() {
        try {
            last = NimbusAddressFile.parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            log.trace("nothing in {}", file, e);
        } catch (IOException | IllegalArgumentException e) {
            log.warn("{} does not say where Nimbus is; last known: {}: {}", file, last, e.toString());
        }
        return last.size();
    }

    /** The next one to try, in turn; only after {@link #read} has found some. */
    HostPort next() {
        HostPort address = last.get(next % last.size());
        next++;
        return address;
    }

    /** The one that was tried last answers: it is to be the first again. */
    void keep() {
        next--;
    }
}
