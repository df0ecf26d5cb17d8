package dev.vendaval.worker.link;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane of an outgoing link: numbers frames and hands them to the connection while it takes them.
 *
 * <p>Any thread calls {@link #drain} after adding to the framer; the first one works for all who come
 * meanwhile, so nobody waits. When the connection is full, its readiness call goes on. Sequence numbers
 * begin at 1 on each connection.
 */
final class OutgoingLane {
    private static final Logger log = LoggerFactory.getLogger(OutgoingLane.class);

    private static final byte[] KEEP_ALIVE = {FrameKind.KEEP_ALIVE};

    private final Framer framer;
    private final AtomicInteger callers = new AtomicInteger();
    private volatile @Nullable Connection connection;

    private volatile boolean keepAliveDue;

    /** The connection the framer last worked for; owned by the drainer. */
    private @Nullable Connection framedFor;

    OutgoingLane(Framer framer) {
        this.framer = framer;
    }

    /** One connection's numbers. {@code sent} is written by the drainer, {@code acknowledged} by the network thread. */
    private static final class Connection {
        final FrameSink sink;
        volatile long sent;
        volatile long acknowledged;
        volatile boolean broken;

        Connection(FrameSink sink) {
            this.sink = sink;
        }
    }

    /** From now on frames go here. */
    void connect(FrameSink sink) {
        connection = new Connection(sink);
        drain();
    }

    /** From now on frames wait. */
    void disconnect() {
        connection = null;
    }

    void acknowledged(long sequence) {
        Connection current = connection;
        if (current != null) {
            current.acknowledged = Math.max(current.acknowledged, sequence);
        }
    }

    /** Says something, though there is nothing to say. */
    void keepAlive() {
        keepAliveDue = true;
        drain();
    }

    /** Frames sent and not yet acknowledged, and one more if something waits to be sent. */
    long unacknowledged() {
        Connection current = connection;
        long waiting = framer.isEmpty() ? 0 : 1;
        return current == null ? waiting : waiting + Math.max(0, current.sent - current.acknowledged);
    }

    /** Sends what waits, as far as the connection takes it. Never blocks. */
    void drain() {
        if (callers.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        while (seen != 0) {
            Connection current = connection;
            if (current != null && !current.broken) {
                sendWhileReady(current);
            }
            seen = callers.addAndGet(-seen);
        }
    }

    private void sendWhileReady(Connection current) {
        if (framedFor != current) {
            framer.restart();
            framedFor = current;
        }
        try {
            while (current.sink.isReady()) {
                byte[] frame = framer.next(current.sent + 1);
                if (frame == null) {
                    sendKeepAlive(current);
                    return;
                }
                // Counted before it can be acknowledged.
                increment(current);
                current.sink.send(frame);
            }
        } catch (RuntimeException e) {
            // The call is being closed; whoever owns the link hears of it by onClose and reconnects.
            current.broken = true;
            log.debug("connection refused a frame", e);
        }
    }

    private void sendKeepAlive(Connection current) {
        if (keepAliveDue) {
            keepAliveDue = false;
            current.sink.send(KEEP_ALIVE);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the drainer alone
    private static void increment(Connection current) {
        current.sent++;
    }
}
