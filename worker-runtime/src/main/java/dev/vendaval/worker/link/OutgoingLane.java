package dev.vendaval.worker.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane of an outgoing session: numbers frames, hands them to the connection while it takes them, and keeps them until
 * they are acknowledged, so that the next connection goes on where the receiver says.
 *
 * <p>Any thread calls {@link #drain} after adding to the framer; the first one works for all who come
 * meanwhile, so nobody waits, for a turn of limited length; the links thread goes on. When the connection
 * is full, its readiness call goes on. Sequence numbers begin at 1 in each session. No frame is made while those that are
 * not acknowledged fill the ring. A connection for which a frame could not be made or that did not take it is used no
 * more, and the lane's owner hears of it.
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
    private final long ringBytesLimit;
    private final AtomicInteger callers = new AtomicInteger();
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile @Nullable Connection connection;

    /** The number of the last frame that was made; written by the drainer. */
    private volatile long made;

    /** No frame is made before some are acknowledged; written by the drainer. */
    private volatile boolean ringFull;

    private volatile boolean keepAliveDue;

    /** Gets the frames that are not acknowledged; set once, by the links thread: then nothing is sent any more. */
    private volatile @Nullable Heir heir;

    /** @param rest takes what waits in the framer; run by the drainer, as often as something may wait */
    private record Heir(Consumer<SentFrame> frames, Runnable rest) {}

    // Owned by the drainer: the frames that are not acknowledged, as far as it has looked.
    private final Deque<SentFrame> ring = new ArrayDeque<>();
    private long ringBytes;

    /**
     * @param ringBytesLimit how much may be sent and not acknowledged
     * @param links goes on where a caller's turn ended
     * @param onBroken hears on the links thread why the present connection is of no use any more
     */
    OutgoingLane(Framer framer, long ringBytesLimit, Executor links, Consumer<String> onBroken) {
        this.framer = framer;
        this.ringBytesLimit = ringBytesLimit;
        this.links = links;
        this.onBroken = onBroken;
    }

    /** One connection's state. */
    private static final class Connection {
        final FrameSink sink;
        volatile boolean broken;

        /** Drainer: what the receiver had not got of what was sent before; null until it has looked. */
        private @Nullable Deque<SentFrame> again;

        private long seenAcknowledged = -1; // links thread
        private long progressAt; // links thread

        Connection(FrameSink sink) {
            this.sink = sink;
        }

        long stalledFor(long now, long known, long sent) {
            if (known != seenAcknowledged || sent <= known) {
                seenAcknowledged = known;
                progressAt = now;
            }
            return now - progressAt;
        }
    }

    /** Whether a receiver that wants this frame next can have it and all that follow. */
    boolean canResumeAt(long wanted) {
        return wanted > acknowledged.get() && wanted <= made + 1;
    }

    /** The oldest frame that could be sent again, or the next one. */
    long firstUnacknowledged() {
        return acknowledged.get() + 1;
    }

    /** From now on frames go here, from the wanted one on. */
    void connect(FrameSink sink, long wanted) {
        acknowledged.accumulateAndGet(wanted - 1, Math::max);
        connection = new Connection(sink);
        drain();
    }

    /** From now on frames wait. */
    void disconnect() {
        connection = null;
    }

    /**
     * Nothing is sent any more. Soon, on any thread, {@code frames} gets what was sent and not acknowledged, and {@code
     * rest} is to take what waits in the framer, now and whenever something is added too late.
     */
    void abandon(Consumer<SentFrame> frames, Runnable rest) {
        connection = null;
        heir = new Heir(frames, rest);
        drain();
    }

    /** @param carrier on which connection the receiver says so: what comes late from an earlier one is old */
    void acknowledged(@Nullable FrameSink carrier, long sequence) {
        Connection current = connection;
        if (current != null && current.sink == carrier) {
            acknowledged.accumulateAndGet(Math.min(sequence, made), Math::max);
            if (ringFull || framer.isEmpty()) {
                drain(); // which gives the frames free
            }
        }
    }

    /** Says something, though there is nothing to say. */
    void keepAlive() {
        keepAliveDue = true;
        drain();
    }

    /** Frames made and not yet acknowledged, and one more if something waits for a frame. */
    long unacknowledged() {
        return (framer.isEmpty() ? 0 : 1) + Math.max(0, made - acknowledged.get());
    }

    /**
     * For how long something has been sent and no further acknowledgement has come, as far as this was asked
     * and could see. Links thread, at each tick.
     */
    long stalledFor(long now) {
        Connection current = connection;
        return current == null ? 0 : current.stalledFor(now, acknowledged.get(), made);
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
            freeAcknowledged();
            Heir next = heir;
            if (next != null) {
                leaveTo(next);
            }
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

    private void freeAcknowledged() {
        long known = acknowledged.get();
        SentFrame oldest = ring.peek();
        while (oldest != null && oldest.sequence() <= known) {
            ring.remove();
            ringBytes -= oldest.bytes().length;
            oldest = ring.peek();
        }
    }

    private void leaveTo(Heir next) {
        SentFrame frame = ring.poll();
        while (frame != null) {
            SentFrame left = frame;
            leave(() -> next.frames.accept(left));
            frame = ring.poll();
        }
        ringBytes = 0;
        leave(next.rest);
    }

    /** Whoever drains goes on in any case: nobody else would. */
    private static void leave(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            log.error("what a session had left could not be given up; trees of it wait for their time-out", e);
        }
    }

    private void sendWhileReady(Connection current, Turn turn) {
        try {
            Deque<SentFrame> again = current.again;
            if (again == null) {
                again = new ArrayDeque<>(ring);
                current.again = again;
            }
            while (!turn.isOver() && current.sink.isReady()) {
                SentFrame frame = again.isEmpty() ? make() : again.remove();
                if (frame == null) {
                    sendKeepAlive(current);
                    return;
                }
                current.sink.send(frame.bytes());
                turn.sent(frame.bytes());
            }
        } catch (RuntimeException | Error e) {
            giveUp(current, e);
        }
    }

    /** The next frame, in the ring and counted before it can be acknowledged; null if nothing waits or the ring is full. */
    private @Nullable SentFrame make() {
        if (isFull()) {
            ringFull = true;
            freeAcknowledged(); // what came before it could be seen that there is need
            if (isFull()) {
                return null;
            }
        }
        ringFull = false;
        byte[] bytes = framer.next(made + 1);
        if (bytes == null) {
            return null;
        }
        SentFrame frame = new SentFrame(made + 1, bytes, framer.pieced());
        ring.add(frame);
        ringBytes += bytes.length;
        made = frame.sequence();
        return frame;
    }

    private boolean isFull() {
        return ringBytes + DataFramer.CHUNK > ringBytesLimit && !ring.isEmpty();
    }

    /** An error goes on to the links thread, which ends the worker: the drainer may be anybody. */
    private void giveUp(Connection current, Throwable cause) {
        current.broken = true;
        links.execute(() -> {
            if (connection == current) {
                log.error("a frame could not be made or sent; the link connects anew", cause);
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
}
