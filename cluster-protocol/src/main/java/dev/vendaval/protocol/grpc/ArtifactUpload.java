package dev.vendaval.protocol.grpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.proto.ArtifactChunk;
import dev.vendaval.protocol.proto.DoneAnswer;
import dev.vendaval.protocol.proto.NimbusRpcGrpc;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.ServiceException;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One upload of an artifact to the leading Nimbus; blocks its caller. */
final class ArtifactUpload {
    private final HostPort leader;
    private final ManagedChannel channel;
    private final Caller caller;

    ArtifactUpload(HostPort leader, ManagedChannel channel, Caller caller) {
        this.leader = leader;
        this.channel = channel;
        this.caller = caller;
    }

    /** The stream up, and what becomes of it. */
    private static final class Call implements ClientResponseObserver<ArtifactChunk, DoneAnswer> {
        private final CompletableFuture<DoneAnswer> done = new CompletableFuture<>();
        private @Nullable ClientCallStreamObserver<ArtifactChunk> stream;
        private @Nullable BlockingSender<ArtifactChunk> sender;

        @Override
        public void beforeStart(ClientCallStreamObserver<ArtifactChunk> requests) {
            stream = requests;
            sender = new BlockingSender<>(requests, done::isDone, Limits.TRANSFER_STALL);
        }

        @Override
        public void onNext(DoneAnswer answer) {
            finish(() -> done.complete(answer));
        }

        @Override
        public void onError(Throwable cause) {
            finish(() -> done.completeExceptionally(cause));
        }

        @Override
        public void onCompleted() {
            finish(() -> done.complete(DoneAnswer.getDefaultInstance()));
        }

        private void finish(Runnable how) {
            how.run();
            if (sender != null) {
                sender.wake();
            }
        }
    }

    void send(String sha256, InputStream content) throws IOException {
        Call call = new Call();
        NimbusRpcGrpc.newStub(channel)
                .withInterceptors(CallerHeader.attaching(caller))
                .withDeadlineAfter(Limits.TRANSFER.toSeconds(), TimeUnit.SECONDS)
                .uploadArtifact(call);
        try {
            sendChunks(call, sha256, content);
            call.done.get(Limits.TRANSFER.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel(call, e);
            throw new ServiceException(SubmitException.Code.INTERNAL, "the upload was interrupted", null, e);
        } catch (TimeoutException e) {
            cancel(call, e);
            throw new ServiceException(SubmitException.Code.TIMEOUT, "the upload was not done in time", null, e);
        } catch (ExecutionException e) {
            throw Errors.incoming("Nimbus at " + leader, e.getCause() == null ? e : e.getCause());
        } catch (IOException | ServiceException e) {
            cancel(call, e);
            throw e;
        }
    }

    private static void sendChunks(Call call, String sha256, InputStream content)
            throws IOException, InterruptedException {
        BlockingSender<ArtifactChunk> sender = call.sender;
        ClientCallStreamObserver<ArtifactChunk> stream = call.stream;
        if (sender == null || stream == null) {
            throw new IllegalStateException("gRPC has not begun the call");
        }
        // The first one goes even when the content is empty, since it names the hash.
        ArtifactChunk.Builder chunk = ArtifactChunk.newBuilder().setSha256(sha256);
        byte[] bytes = content.readNBytes(Limits.CHUNK_BYTES);
        do {
            if (!sender.send(
                    chunk.setContent(UnsafeByteOperations.unsafeWrap(bytes)).build())) {
                return;
            }
            chunk = ArtifactChunk.newBuilder();
            bytes = content.readNBytes(Limits.CHUNK_BYTES);
        } while (bytes.length > 0);
        stream.onCompleted();
    }

    private static void cancel(Call call, Exception reason) {
        if (call.stream != null) {
            call.stream.cancel("the upload was given up", reason);
        }
    }
}
