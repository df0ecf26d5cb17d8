package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.LogLine;
import dev.vendaval.protocol.service.LogRequest;
import dev.vendaval.protocol.service.SupervisorService;
import java.util.function.Consumer;

/** Stage 1. */
public final class SupervisorClient implements SupervisorService, AutoCloseable {
    SupervisorClient() {}

    @Override
    public void logs(Caller caller, LogRequest request, Consumer<LogLine> sink, Cancellation cancelled) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
