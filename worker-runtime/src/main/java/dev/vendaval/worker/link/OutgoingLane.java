package dev.vendaval.worker.link;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane of an outgoing link: numbers frames and hands them to the connection while it takes them.
 *
 * <p>Any thread calls {@link #drain} after adding to the framer; the first one works for all who come
 * meanwhile, so nobody waits, for a turn of limited length; the links thread goes on. When the connection is full, its readiness call goes on. Sequence numbers
 * begin at 1 on each connection.
 */
final class OutgoingLane {
    private static final Logger log = LoggerFactory.getLogger(OutgoingLane.class);

    private static final byte[] KEEP_ALIVE = {FrameKind.KEEP_ALIVE};

    /** What one caller sends at most for others that come meanwhile: about 4 ms of a fast connection. */
    private static final int FRAMES_PER_TURN = 64;

    private final Framer framer;
    private final Executor links;
    private final AtomicInteger callers = new AtomicInteger();
    private volatile @Nullable Connection connection;

    private volatile boolean keepAliveDue;

    /** The connection the framer last worked for; owned by the drainer. */
    private @Nullable Connection framedFor;

    OutgoingLane(Framer framer, Executor links) {
        this.framer = framer;
        this.links = links;
    }

    /** One connection's numbers. {@code sent} is written by the drainer, {@code acknowledged} by whoever hears a return. */
    private static final class Connection {
        final FrameSink sink;
        volatile long sent;
        final AtomicLong acknowledged = new AtomicLong();
        volatile boolean broken;
        private long seenAcknowledged = -1; // links thread
        private long progressAt; // links thread

        Connection(FrameSink sink) {
            this.sink = sink;
        }

        long stalledFor(long now) {
            long known = acknowledged.get();
            if (known != seenAcknowledged || sent <= known) {
                seenAcknowledged = known;
                progressAt = now;
            }
            return now - progressAt;
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
            current.acknowledged.accumulateAndGet(sequence, Math::max);
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
        return current == null ? waiting : waiting + Math.max(0, current.sent - current.acknowledged.get());
    }

    /**
     * For how long something has been sent and no further acknowledgement has come, as far as calls of this have
     * seen. Links thread, at each tick.
     */
    long stalledFor(long now) {
        Connection current = connection;
        return current == null ? 0 : current.stalledFor(now);
    }

    /** Sends what waits, as far as the connection takes it. Never blocks, nor works for others without end. */
    void drain() {
        if (callers.getAndIncrement() == 0) {
            takeTurn();
        }
    }

    private void takeTurn() {
        int frames = 0;
        int seen = callers.get();
        while (seen != 0) {
            Connection current = connection;
            if (current != null && !current.broken) {
                frames += sendWhileReady(current, FRAMES_PER_TURN - frames);
            }
            if (frames >= FRAMES_PER_TURN) {
                links.execute(this::takeTurn);
                return;
            }
            seen = callers.addAndGet(-seen);
        }
    }

    /** Returns how many frames it has sent. */
    private int sendWhileReady(Connection current, int most) {
        if (framedFor != current) {
            framer.restart();
            framedFor = current;
        }
        int frames = 0;
        try {
            while (frames < most && current.sink.isReady()) {
                byte[] frame = framer.next(current.sent + 1);
                if (frame == null) {
                    sendKeepAlive(current);
                    return frames;
                }
                // Counted before it can be acknowledged.
                increment(current);
                current.sink.send(frame);
                frames++;
            }
        } catch (RuntimeException e) {
            // The call is being closed; whoever owns the link hears of it by onClose and reconnects.
            current.broken = true;
            log.debug("connection refused a frame", e);
        }
        return frames;
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
