package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.proto.DoneAnswer;
import dev.vendaval.protocol.proto.SupervisorPeerRpcGrpc;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.WorkerDeath;
import dev.vendaval.protocol.wire.ServiceWire;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One call from a supervisor to another, on a channel of its own, since deaths are rare. */
final class DeathAnnouncement implements StreamObserver<DoneAnswer> {
    private final HostPort supervisor;
    private final CompletableFuture<Void> answer = new CompletableFuture<>();

    private DeathAnnouncement(HostPort supervisor) {
        this.supervisor = supervisor;
    }

    static CompletableFuture<Void> send(
            Channels channels, HostPort supervisor, Caller caller, WorkerDeath death, Duration timeout) {
        ManagedChannel channel = channels.control(supervisor);
        DeathAnnouncement announcement = new DeathAnnouncement(supervisor);
        SupervisorPeerRpcGrpc.newStub(channel)
                .withInterceptors(CallerHeader.attaching(caller))
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .announceDeath(ServiceWire.death(death), announcement);
        return announcement.answer.whenComplete((done, failure) -> channels.closeGently(channel));
    }

    @Override
    public void onNext(DoneAnswer done) {
        // What counts is that the call ends well.
    }

    @Override
    public void onError(Throwable cause) {
        answer.completeExceptionally(Errors.incoming("supervisor at " + supervisor, cause));
    }

    @Override
    public void onCompleted() {
        answer.complete(null);
    }
}
