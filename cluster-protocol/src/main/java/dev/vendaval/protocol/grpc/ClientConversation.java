package dev.vendaval.protocol.grpc;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.service.ServiceException;
import io.grpc.ManagedChannel;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's side of a long conversation on a channel of its own. Received messages are handed on, in order, on the
 * network thread; the end is told once.
 */
final class ClientConversation<Q, A> implements ClientResponseObserver<Q, A> {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConversation.class);

    /** Told of the end. */
    interface ClosedListener {
        void closed(@Nullable Throwable cause);
    }

    private final String peer;
    private final Channels channels;
    private final ManagedChannel channel;
    private final Function<CallStreamObserver<Q>, Outgoing<Q>> newOutgoing;
    private final Consumer<A> receiver;
    private final ClosedListener closedListener;
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable ClientCallStreamObserver<Q> stream;
    private volatile @Nullable Outgoing<Q> outgoing;

    ClientConversation(
            String peer,
            Channels channels,
            ManagedChannel channel,
            Function<CallStreamObserver<Q>, Outgoing<Q>> newOutgoing,
            Consumer<A> receiver,
            ClosedListener closedListener) {
        this.peer = peer;
        this.channels = channels;
        this.channel = channel;
        this.newOutgoing = newOutgoing;
        this.receiver = receiver;
        this.closedListener = closedListener;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> requests) {
        Outgoing<Q> made = newOutgoing.apply(requests);
        stream = requests;
        outgoing = made;
        requests.setOnReadyHandler(made::ready);
    }

    void send(Q message) {
        Outgoing<Q> target = outgoing;
        if (target != null) {
            target.send(message);
        }
    }

    @Override
    public void onNext(A message) {
        try {
            receiver.accept(message);
        } catch (RuntimeException e) {
            LOG.error("A message from {} could not be handled; the conversation ends", peer, e);
            ClientCallStreamObserver<Q> requests = stream;
            if (requests != null) {
                requests.cancel("a message could not be handled", e);
            }
        }
    }

    @Override
    public void onError(Throwable cause) {
        tellClosed(Errors.incoming(peer, cause));
    }

    @Override
    public void onCompleted() {
        tellClosed(
                new ServiceException(SubmitException.Code.ILLEGAL_STATE, peer + " has ended the conversation", null));
    }

    private void tellClosed(ServiceException cause) {
        Outgoing<Q> target = outgoing;
        if (target != null) {
            target.end();
        }
        if (told.compareAndSet(false, true)) {
            closedListener.closed(closing.get() ? null : cause);
        }
        channel.shutdown();
    }

    /** Lets what was sent arrive, within a bound, and ends the channel; does not wait for either. */
    void close() {
        boolean first = closing.compareAndSet(false, true);
        Outgoing<Q> target = outgoing;
        if (first && !told.get() && target != null) {
            target.complete();
            channels.closeGently(channel);
        } else {
            channel.shutdownNow();
        }
    }
}
