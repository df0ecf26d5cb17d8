package dev.vendaval.protocol.grpc;

import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a conversation at the server: hands messages on in order, and tells its listener once that it
 * is over. gRPC calls it from one thread at a time; the end may also be asked for by others.
 */
final class Conversation<M> implements StreamObserver<M> {
    /** Who listens. */
    interface Listener<M> {
        void message(M message);

        void closed();
    }

    private final Outgoing<?> outgoing;
    private @Nullable Listener<M> listener;
    private boolean over;

    Conversation(Outgoing<?> outgoing) {
        this.outgoing = outgoing;
    }

    /** Makes the listener; what it throws refuses the conversation. */
    void start(Supplier<Listener<M>> newListener) {
        Listener<M> made;
        try {
            made = newListener.get();
        } catch (RuntimeException e) {
            refuse(e);
            return;
        }
        synchronized (this) {
            if (!over) {
                listener = made;
                return;
            }
        }
        // The other side, or the service itself, ended it while it was being made.
        made.closed();
    }

    private synchronized void refuse(RuntimeException reason) {
        over = true;
        outgoing.fail(Errors.outgoing(reason));
    }

    @Override
    public void onNext(M message) {
        Listener<M> receiver;
        synchronized (this) {
            receiver = listener;
        }
        if (receiver == null) {
            return;
        }
        try {
            receiver.message(message);
        } catch (RuntimeException e) {
            outgoing.fail(Errors.outgoing(e));
            closed();
        }
    }

    @Override
    public void onError(Throwable cause) {
        outgoing.end();
        closed();
    }

    @Override
    public void onCompleted() {
        outgoing.complete();
        closed();
    }

    /** The conversation is over, for whatever reason; later calls do nothing. */
    void closed() {
        Listener<M> told;
        synchronized (this) {
            over = true;
            told = listener;
            listener = null;
        }
        outgoing.end();
        if (told != null) {
            told.closed();
        }
    }
}
