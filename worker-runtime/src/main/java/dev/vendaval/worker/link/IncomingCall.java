package dev.vendaval.worker.link;

import dev.vendaval.protocol.frame.FrameConnection;
import dev.vendaval.protocol.frame.FrameListener;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane as it arrives: a hello, then frames. Called on the lane's network thread; greeted, or given up
 * if no hello comes in time, on the links thread. Whatever goes wrong with a frame is logged and resets the link; it
 * never ends the thread, and never goes unsaid.
 */
final class IncomingCall implements FrameListener {
    private static final Logger log = LoggerFactory.getLogger(IncomingCall.class);

    private final Lane lane;
    private final FrameConnection connection;
    private final IncomingLinks incoming;
    private final Executor links;
    private final LongSupplier nanoTime;
    private final long arrivedAt;
    private boolean greeted; // network thread
    private volatile @Nullable IncomingSession session;

    IncomingCall(Lane lane, FrameConnection connection, IncomingLinks incoming, Executor links, LongSupplier nanoTime) {
        this.lane = lane;
        this.connection = connection;
        this.incoming = incoming;
        this.links = links;
        this.nanoTime = nanoTime;
        this.arrivedAt = nanoTime.getAsLong();
        links.execute(() -> incoming.arrived(this));
    }

    // ---- links thread

    long silentFor(long now) {
        return now - arrivedAt;
    }

    /** It has never said hello. */
    void giveUp(String why) {
        connection.close(why);
    }

    private void greet(byte[] hello) {
        if (!incoming.noLongerSilent(this)) {
            log.debug("a hello came after the connection was given up");
            return;
        }
        try {
            incoming.greet(lane, hello, connection, nanoTime.getAsLong(), accepted -> session = accepted);
        } catch (RuntimeException e) {
            reset(null, e);
        }
    }

    /** It ended before the network thread knew of its session. */
    private void lostWhileGreeting(String why) {
        IncomingSession accepted = session;
        if (accepted != null) {
            accepted.close(lane + " lane ended: " + why);
        } else if (incoming.noLongerSilent(this)) {
            log.debug("a connection ended without a hello: {}", why);
        }
    }

    // ---- network threads

    @Override
    public void frame(byte[] message) {
        if (!greeted) {
            greeted = true;
            links.execute(() -> greet(message));
            return;
        }
        IncomingSession current = session;
        try {
            if (current == null) {
                throw new MalformedFrameException("a frame before the hello was answered");
            }
            current.frame(lane, message, nanoTime.getAsLong());
        } catch (RuntimeException e) {
            reset(current, e);
        }
    }

    private void reset(@Nullable IncomingSession current, RuntimeException cause) {
        if (cause instanceof MalformedFrameException) {
            log.warn("{} lane reset: {}", lane, cause.getMessage());
        } else {
            log.error("{} lane reset: a frame could not be delivered", lane, cause);
        }
        if (current != null) {
            current.close("reset: " + cause.getMessage());
        } else {
            connection.close(String.valueOf(cause.getMessage()));
        }
    }

    @Override
    public void ready() {
        IncomingSession current = session;
        if (current != null && lane == Lane.CONTROL) {
            current.returnNow();
        }
    }

    @Override
    public void closed(String why) {
        IncomingSession current = session;
        if (current != null) {
            current.close(lane + " lane ended: " + why);
        } else {
            links.execute(() -> lostWhileGreeting(why));
        }
    }
}
