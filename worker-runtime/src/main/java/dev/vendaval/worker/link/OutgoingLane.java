package dev.vendaval.worker.link;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane of an outgoing link: numbers frames and hands them to the connection while it takes them.
 *
 * <p>Any thread calls {@link #drain} after adding to the framer; the first one works for all who come
 * meanwhile, so nobody waits, for a turn of limited length; the links thread goes on. When the connection
 * is full, its readiness call goes on. Sequence numbers begin at 1 on each connection. A connection for
 * which a frame could not be made or that did not take it is used no more, and the lane's owner hears of it.
 */
final class OutgoingLane {
    private static final Logger log = LoggerFactory.getLogger(OutgoingLane.class);

    private static final byte[] KEEP_ALIVE = {FrameKind.KEEP_ALIVE};

    /**
     * What one caller, an executor in the midst of its round, sends at most: the frame that passes one of these is
     * its last. Copying this much takes less than a millisecond, and few connections take more at once.
     */
    static final int BYTES_PER_TURN = 1 << 20;

    private static final int FRAMES_PER_TURN = 64;

    private final Framer framer;
    private final Executor links;
    private final Consumer<String> onBroken;
    private final AtomicInteger callers = new AtomicInteger();
    private volatile @Nullable Connection connection;

    private volatile boolean keepAliveDue;

    /** The connection the framer last worked for; owned by the drainer. */
    private @Nullable Connection framedFor;

    /**
     * @param links goes on where a caller's turn ended
     * @param onBroken hears on the links thread why the present connection is of no use any more
     */
    OutgoingLane(Framer framer, Executor links, Consumer<String> onBroken) {
        this.framer = framer;
        this.links = links;
        this.onBroken = onBroken;
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

    /** @param carrier whose frames are meant: the numbers of one connection say nothing of the next one's */
    void acknowledged(@Nullable FrameSink carrier, long sequence) {
        Connection current = connection;
        if (current != null && current.sink == carrier) {
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
     * For how long something has been sent and no further acknowledgement has come, as far as this was asked
     * and could see. Links thread, at each tick.
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
        Turn turn = new Turn();
        int seen = callers.get();
        while (seen != 0) {
            Connection current = connection;
            if (current != null && !current.broken) {
                sendWhileReady(current, turn);
            }
            if (turn.isOver()) {
                links.execute(this::takeTurn);
                return;
            }
            seen = callers.addAndGet(-seen);
        }
    }

    /** How much the present drainer has sent. */
    private static final class Turn {
        private int frames;
        private long bytes;

        void sent(byte[] frame) {
            frames++;
            bytes += frame.length;
        }

        boolean isOver() {
            return frames >= FRAMES_PER_TURN || bytes >= BYTES_PER_TURN;
        }
    }

    private void sendWhileReady(Connection current, Turn turn) {
        try {
            if (framedFor != current) {
                framer.restart();
                framedFor = current;
            }
            while (!turn.isOver() && current.sink.isReady()) {
                byte[] frame = framer.next(current.sent + 1);
                if (frame == null) {
                    sendKeepAlive(current);
                    return;
                }
                // Counted before it can be acknowledged.
                increment(current);
                current.sink.send(frame);
                turn.sent(frame);
            }
        } catch (RuntimeException | Error e) {
            giveUp(current, e);
        }
    }

    /** An error goes on to the links thread, which ends the worker: the drainer may be anybody. */
    private void giveUp(Connection current, Throwable cause) {
        current.broken = true;
        links.execute(() -> {
            if (connection == current) {
                log.error("a frame could not be made or sent; the link begins anew", cause);
                onBroken.accept("a frame could not be made or sent: " + cause);
            } else {
                // The links thread was closing the connection while the drainer still wrote to it.
                log.debug("a connection that was being closed refused a frame", cause);
            }
            if (cause instanceof Error error) {
                throw error;
            }
        });
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
