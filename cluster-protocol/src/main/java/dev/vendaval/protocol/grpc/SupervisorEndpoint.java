package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.proto.LogLineMessage;
import dev.vendaval.protocol.proto.LogMessage;
import dev.vendaval.protocol.proto.SupervisorRpcGrpc;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.LogLine;
import dev.vendaval.protocol.service.SupervisorService;
import dev.vendaval.protocol.wire.ServiceWire;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Server side of what a supervisor does for clients. Runs on the threads of its server. */
final class SupervisorEndpoint extends SupervisorRpcGrpc.SupervisorRpcImplBase {
    private final SupervisorService supervisor;
    private final Transfers transfers;

    SupervisorEndpoint(SupervisorService supervisor, Transfers transfers) {
        this.supervisor = supervisor;
        this.transfers = transfers;
    }

    @Override
    public void logs(LogMessage request, StreamObserver<LogLineMessage> stream) {
        ServerCallStreamObserver<LogLineMessage> lines = Endpoints.serverSide(stream);
        BlockingSender<LogLineMessage> sender = new BlockingSender<>(lines, lines::isCancelled, Limits.LOG_STALL);
        lines.setOnCancelHandler(sender::wake);
        Caller caller = CallerHeader.current();
        transfers.start(lines, () -> {
            supervisor.logs(caller, ServiceWire.logs(request), line -> send(sender, line), lines::isCancelled);
            if (!lines.isCancelled()) {
                lines.onCompleted();
            }
        });
    }

    private static void send(BlockingSender<LogLineMessage> sender, LogLine line) {
        LogLineMessage message = LogLineMessage.newBuilder()
                .setPort(line.port())
                .setLine(line.line())
                .build();
        Transfers.orGone(() -> sender.send(message));
    }
}
