package dev.vendaval.protocol.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** What all server sides do alike. */
final class Endpoints {
    private Endpoints() {}

    /** Answers a call that has one answer, with what the supplier returns or throws. */
    static <A> void answer(StreamObserver<A> stream, Supplier<A> answer) {
        A value;
        try {
            value = answer.get();
        } catch (RuntimeException e) {
            stream.onError(Errors.outgoing(e));
            return;
        }
        stream.onNext(value);
        stream.onCompleted();
    }

    /** The server's side of a stream, as gRPC promises it. */
    static <A> ServerCallStreamObserver<A> serverSide(StreamObserver<A> stream) {
        return (ServerCallStreamObserver<A>) stream;
    }
}
