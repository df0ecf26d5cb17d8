package dev.vendaval.protocol.grpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.vendaval.protocol.proto.ArtifactChunk;
import dev.vendaval.protocol.proto.ArtifactRequest;
import dev.vendaval.protocol.proto.SupervisorCommand;
import dev.vendaval.protocol.proto.SupervisorLinkRpcGrpc;
import dev.vendaval.protocol.proto.SupervisorReportMessage;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.SupervisorLinkService;
import dev.vendaval.protocol.wire.ReportWire;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;

/** Server side of what Nimbus does for supervisors. Runs on the threads of its server. */
final class SupervisorLinkEndpoint extends SupervisorLinkRpcGrpc.SupervisorLinkRpcImplBase {
    private final SupervisorLinkService supervisors;
    private final Transfers transfers;

    SupervisorLinkEndpoint(SupervisorLinkService supervisors, Transfers transfers) {
        this.supervisors = supervisors;
        this.transfers = transfers;
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

    @Override
    public void downloadArtifact(ArtifactRequest request, StreamObserver<ArtifactChunk> stream) {
        ServerCallStreamObserver<ArtifactChunk> chunks = Endpoints.serverSide(stream);
        BlockingSender<ArtifactChunk> sender = new BlockingSender<>(chunks, chunks::isCancelled, Limits.TRANSFER_STALL);
        chunks.setOnCancelHandler(sender::wake);
        Caller caller = CallerHeader.current();
        transfers.start(chunks, () -> {
            supervisors.downloadArtifact(caller, request.getSha256(), bytes -> send(sender, bytes));
            if (!chunks.isCancelled()) {
                chunks.onCompleted();
            }
        });
    }

    private static void send(BlockingSender<ArtifactChunk> sender, byte[] bytes) {
        for (int from = 0; from < bytes.length; from += Limits.CHUNK_BYTES) {
            int length = Math.min(Limits.CHUNK_BYTES, bytes.length - from);
            // Copied, since the sink's caller may use its array again.
            ArtifactChunk chunk = ArtifactChunk.newBuilder()
                    .setContent(UnsafeByteOperations.unsafeWrap(Arrays.copyOfRange(bytes, from, from + length)))
                    .build();
            Transfers.orGone(() -> sender.send(chunk));
        }
    }
}
