package dev.vendaval.protocol.grpc;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.proto.ArtifactChunk;
import dev.vendaval.protocol.proto.ArtifactRequest;
import dev.vendaval.protocol.proto.ArtifactRpcGrpc;
import dev.vendaval.protocol.proto.DoneAnswer;
import dev.vendaval.protocol.proto.StandbyRpcGrpc;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.ServiceException;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One Nimbus or supervisor as a place where artifacts are. Thread-safe. */
public final class ArtifactClient implements AutoCloseable {
    private final Channels channels;
    private final HostPort address;
    private final ManagedChannel channel;
    private final Caller caller;

    ArtifactClient(Channels channels, HostPort address, Caller caller) {
        this.channels = channels;
        this.address = address;
        this.channel = channels.control(address);
        this.caller = caller;
    }

    /**
     * Fetches an artifact; blocks. The caller checks the hash.
     *
     * @throws ServiceException if it is not to be had there
     */
    public void download(String sha256, OutputStream content) throws IOException {
        if (channels.isSilentFor(channel, Limits.CONNECT)) {
            throw new ServiceException(SubmitException.Code.NO_CLUSTER, "does not answer", null);
        }
        download(channel, "the process at " + address, caller, sha256, content);
    }

    /** The same over a channel that the caller has. */
    static void download(ManagedChannel channel, String what, Caller caller, String sha256, OutputStream content)
            throws IOException {
        // The context ends the call, too, when the content cannot be written.
        Context.CancellableContext context = Context.current().withCancellation();
        Context previous = context.attach();
        try {
            Iterator<ArtifactChunk> chunks = ArtifactRpcGrpc.newBlockingStub(channel)
                    .withInterceptors(CallerHeader.attaching(caller))
                    .withDeadlineAfter(Limits.TRANSFER.toSeconds(), TimeUnit.SECONDS)
                    .download(ArtifactRequest.newBuilder().setSha256(sha256).build());
            while (chunks.hasNext()) {
                chunks.next().getContent().writeTo(content);
            }
        } catch (StatusRuntimeException e) {
            throw Errors.incoming(what, e);
        } finally {
            context.detach(previous);
            context.cancel(null);
        }
    }

    /** Asks a Nimbus to have the artifact; completes exceptionally with a ServiceException if it has not in time. */
    public CompletableFuture<Void> keep(String sha256, Duration timeout) {
        CompletableFuture<Void> kept = new CompletableFuture<>();
        StandbyRpcGrpc.newStub(channel)
                .withInterceptors(CallerHeader.attaching(caller))
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .keep(ArtifactRequest.newBuilder().setSha256(sha256).build(), new StreamObserver<>() {
                    @Override
                    public void onNext(DoneAnswer answer) {}

                    @Override
                    public void onError(Throwable cause) {
                        kept.completeExceptionally(Errors.incoming("Nimbus at " + address, cause));
                    }

                    @Override
                    public void onCompleted() {
                        kept.complete(null);
                    }
                });
        return kept;
    }

    @Override
    public void close() {
        channels.close(channel);
    }
}
