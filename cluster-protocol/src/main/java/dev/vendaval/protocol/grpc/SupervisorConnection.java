package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.report.WorkerReport;

/** A worker's conversation with its supervisor. Thread-safe. */
public interface SupervisorConnection extends AutoCloseable {
    /** Sends a report; never blocks. While the network is slow only the newest unsent one is kept. */
    void send(WorkerReport report);

    /** Ends the conversation; what was sent before still arrives if the network allows. */
    @Override
    void close();
}
