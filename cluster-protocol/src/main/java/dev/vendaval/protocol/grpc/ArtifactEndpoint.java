package dev.vendaval.protocol.grpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.vendaval.protocol.proto.ArtifactChunk;
import dev.vendaval.protocol.proto.ArtifactRequest;
import dev.vendaval.protocol.proto.ArtifactRpcGrpc;
import dev.vendaval.protocol.service.ArtifactService;
import dev.vendaval.protocol.service.Caller;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;

/** Server side of handing out artifacts. Runs on the threads of its server. */
final class ArtifactEndpoint extends ArtifactRpcGrpc.ArtifactRpcImplBase {
    private final ArtifactService artifacts;
    private final Transfers transfers;

    ArtifactEndpoint(ArtifactService artifacts, Transfers transfers) {
        this.artifacts = artifacts;
        this.transfers = transfers;
    }

    @Override
    public void download(ArtifactRequest request, StreamObserver<ArtifactChunk> stream) {
        send(artifacts, transfers, request, stream);
    }

    /** Answers a call with the artifact's chunks. */
    static void send(
            ArtifactService artifacts,
            Transfers transfers,
            ArtifactRequest request,
            StreamObserver<ArtifactChunk> stream) {
        ServerCallStreamObserver<ArtifactChunk> chunks = Endpoints.serverSide(stream);
        BlockingSender<ArtifactChunk> sender = new BlockingSender<>(chunks, chunks::isCancelled, Limits.TRANSFER_STALL);
        chunks.setOnCancelHandler(sender::wake);
        Caller caller = CallerHeader.current();
        transfers.start(chunks, () -> {
            artifacts.downloadArtifact(caller, request.getSha256(), bytes -> send(sender, bytes));
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
