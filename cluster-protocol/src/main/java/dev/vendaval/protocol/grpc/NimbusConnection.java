package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.report.SupervisorReport;
import java.io.IOException;
import java.io.OutputStream;

/** A supervisor's conversation with the leading Nimbus. Thread-safe. */
public interface NimbusConnection extends AutoCloseable {
    /** Sends a report; never blocks. While the network is slow only the newest unsent one is kept. */
    void send(SupervisorReport report);

    /**
     * Fetches an artifact; blocks. The caller checks the hash.
     *
     * @throws dev.vendaval.protocol.service.ServiceException if Nimbus lacks it or cannot be reached
     */
    void downloadArtifact(String sha256, OutputStream content) throws IOException;

    /** Ends the conversation. */
    @Override
    void close();
}
