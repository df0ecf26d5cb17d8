package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.proto.SupervisorCommand;
import dev.vendaval.protocol.proto.SupervisorLinkRpcGrpc;
import dev.vendaval.protocol.proto.SupervisorReportMessage;
import dev.vendaval.protocol.service.SupervisorLinkService;
import dev.vendaval.protocol.wire.ReportWire;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Server side of what Nimbus does for supervisors. Runs on the threads of its server. */
final class SupervisorLinkEndpoint extends SupervisorLinkRpcGrpc.SupervisorLinkRpcImplBase {
    private final SupervisorLinkService supervisors;

    SupervisorLinkEndpoint(SupervisorLinkService supervisors) {
        this.supervisors = supervisors;
    }

    @Override
    public StreamObserver<SupervisorReportMessage> connect(StreamObserver<SupervisorCommand> stream) {
        ServerCallStreamObserver<SupervisorCommand> commands = Endpoints.serverSide(stream);
        // Ids only grow, so the newest asks for all that the older ones would have.
        Outgoing<SupervisorCommand> outgoing = Outgoing.newest(commands);
        commands.setOnReadyHandler(outgoing::ready);
        Conversation<SupervisorReportMessage> conversation = new Conversation<>(outgoing);
        commands.setOnCancelHandler(conversation::closed);
        conversation.start(() -> {
            SupervisorLinkService.SupervisorConversation supervisor =
                    supervisors.connected(CallerHeader.current(), new Commands(outgoing, conversation));
            return new Conversation.Listener<>() {
                @Override
                public void message(SupervisorReportMessage message) {
                    supervisor.report(ReportWire.supervisorReport(message));
                }

                @Override
                public void closed() {
                    supervisor.closed();
                }
            };
        });
        return conversation;
    }

    private record Commands(Outgoing<SupervisorCommand> outgoing, Conversation<?> conversation)
            implements SupervisorLinkService.CommandSender {
        @Override
        public void reportNow(long reportId) {
            outgoing.send(SupervisorCommand.newBuilder().setReportNow(reportId).build());
        }

        @Override
        public void close() {
            conversation.onCompleted();
        }
    }
}
