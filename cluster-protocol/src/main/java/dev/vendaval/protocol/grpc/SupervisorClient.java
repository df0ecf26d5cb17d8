package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.proto.LogLineMessage;
import dev.vendaval.protocol.proto.LogMessage;
import dev.vendaval.protocol.proto.SupervisorRpcGrpc;
import dev.vendaval.protocol.proto.SupervisorRpcGrpc.SupervisorRpcStub;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.LogLine;
import dev.vendaval.protocol.service.LogRequest;
import dev.vendaval.protocol.service.SupervisorService;
import dev.vendaval.protocol.wire.ServiceWire;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One supervisor as seen from a client. Thread-safe. */
public final class SupervisorClient implements SupervisorService, AutoCloseable {
    private static final long CANCELLATION_CHECK_MILLIS = 100;

    private final Channels channels;
    private final HostPort address;
    private final ManagedChannel channel;

    SupervisorClient(Channels channels, HostPort address) {
        this.channels = channels;
        this.address = address;
        this.channel = channels.control(address);
    }

    /** A piece of the answer, or its end. */
    private sealed interface Piece {
        record Line(LogLineMessage line) implements Piece {}

        record End(@Nullable Throwable failure) implements Piece {}
    }

    /** Puts what comes into a queue that never fills, since only so much is asked for ahead. */
    private static final class Receiver implements ClientResponseObserver<LogMessage, LogLineMessage> {
        private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(Limits.LOG_LINES_AHEAD + 1);
        private @Nullable ClientCallStreamObserver<LogMessage> stream;

        @Override
        public void beforeStart(ClientCallStreamObserver<LogMessage> requests) {
            stream = requests;
            requests.disableAutoRequestWithInitial(Limits.LOG_LINES_AHEAD);
        }

        @Override
        public void onNext(LogLineMessage line) {
            pieces.add(new Piece.Line(line));
        }

        @Override
        public void onError(Throwable cause) {
            pieces.add(new Piece.End(cause));
        }

        @Override
        public void onCompleted() {
            pieces.add(new Piece.End(null));
        }

        void requestOne() {
            if (stream != null) {
                stream.request(1);
            }
        }

        void cancel() {
            if (stream != null) {
                stream.cancel("the reader has gone", null);
            }
        }
    }

    @Override
    public void logs(Caller caller, LogRequest request, Consumer<LogLine> sink, Cancellation cancelled) {
        Receiver receiver = new Receiver();
        SupervisorRpcStub stub = SupervisorRpcGrpc.newStub(channel).withInterceptors(CallerHeader.attaching(caller));
        if (!request.follow()) {
            stub = stub.withDeadlineAfter(Limits.LOG_READ.toSeconds(), TimeUnit.SECONDS);
        }
        stub.logs(ServiceWire.logs(request), receiver);
        boolean ended = false;
        try {
            while (!ended && !cancelled.isCancelled()) {
                ended = takeOne(receiver, sink);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!ended) {
                receiver.cancel();
            }
        }
    }

    /** Returns whether the answer is at its end. */
    private boolean takeOne(Receiver receiver, Consumer<LogLine> sink) throws InterruptedException {
        Piece piece = receiver.pieces.poll(CANCELLATION_CHECK_MILLIS, TimeUnit.MILLISECONDS);
        if (piece instanceof Piece.Line line) {
            receiver.requestOne();
            sink.accept(new LogLine(line.line().getPort(), line.line().getLine()));
        } else if (piece instanceof Piece.End end) {
            if (end.failure() != null) {
                throw Errors.incoming("supervisor at " + address, end.failure());
            }
            return true;
        }
        return false;
    }

    @Override
    public void close() {
        channels.close(channel);
    }
}
