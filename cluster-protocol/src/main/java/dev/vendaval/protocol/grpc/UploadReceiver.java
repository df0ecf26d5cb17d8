package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.proto.ArtifactChunk;
import dev.vendaval.protocol.proto.DoneAnswer;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;

/** Server side of one upload: its first chunk names the hash and starts the transfer that reads the rest. */
final class UploadReceiver implements StreamObserver<ArtifactChunk> {
    private final NimbusService nimbus;
    private final Caller caller;
    private final ServerCallStreamObserver<DoneAnswer> stream;
    private final Transfers transfers;
    private final ChunkInput content;
    private boolean started;

    UploadReceiver(
            NimbusService nimbus, Caller caller, ServerCallStreamObserver<DoneAnswer> stream, Transfers transfers) {
        this.nimbus = nimbus;
        this.caller = caller;
        this.stream = stream;
        this.transfers = transfers;
        this.content = new ChunkInput(() -> stream.request(1), Limits.TRANSFER_STALL);
        stream.disableAutoRequest();
        stream.setOnCancelHandler(() -> content.fail("the sender has gone"));
        stream.request(1);
    }

    @Override
    public void onNext(ArtifactChunk chunk) {
        content.chunk(chunk.getContent());
        if (!started) {
            started = true;
            transfers.start(stream, () -> receive(chunk.getSha256()));
        }
    }

    private void receive(String sha256) throws IOException {
        nimbus.uploadArtifact(caller, sha256, content);
        if (!stream.isCancelled()) {
            stream.onNext(DoneAnswer.getDefaultInstance());
            stream.onCompleted();
        }
    }

    @Override
    public void onError(Throwable cause) {
        content.fail(String.valueOf(cause.getMessage()));
    }

    @Override
    public void onCompleted() {
        content.complete();
    }
}
