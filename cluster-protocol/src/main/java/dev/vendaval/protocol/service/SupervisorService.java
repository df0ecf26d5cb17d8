package dev.vendaval.protocol.service;

import java.util.function.Consumer;

/** What a supervisor does for clients. */
public interface SupervisorService {
    /**
     * Sends lines to {@code sink} until the request is satisfied or {@code cancelled} says so.
     * Blocks; called on a thread of its own.
     */
    void logs(Caller caller, LogRequest request, Consumer<LogLine> sink, Cancellation cancelled);

    /** Whether the caller has gone away. */
    interface Cancellation {
        boolean isCancelled();
    }
}
