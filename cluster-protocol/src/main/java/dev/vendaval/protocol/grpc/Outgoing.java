package dev.vendaval.protocol.grpc;

import io.grpc.stub.CallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The sending half of a conversation: takes messages from any thread, never blocks, and holds a bounded number while
 * the network is slow. Thread-safe.
 */
final class Outgoing<M> {
    /** What to do with a message when as many as may wait are waiting. */
    enum WhenFull {
        /** Each message replaces the one before. */
        KEEP_NEWEST,
        /** The other side is too slow to go on with. */
        END
    }

    private final CallStreamObserver<M> stream;
    private final int limit;
    private final WhenFull whenFull;
    private final Deque<M> waiting = new ArrayDeque<>();
    private boolean ended;

    private Outgoing(CallStreamObserver<M> stream, int limit, WhenFull whenFull) {
        this.stream = stream;
        this.limit = limit;
        this.whenFull = whenFull;
    }

    /** For messages that supersede one another: at most one waits, the newest. */
    static <M> Outgoing<M> newest(CallStreamObserver<M> stream) {
        return new Outgoing<>(stream, 1, WhenFull.KEEP_NEWEST);
    }

    /** The same after a first message that must arrive before all others. */
    static <M> Outgoing<M> newestAfter(M first, CallStreamObserver<M> stream) {
        Outgoing<M> outgoing = new Outgoing<>(stream, 2, WhenFull.KEEP_NEWEST);
        outgoing.waiting.add(first);
        return outgoing;
    }

    /** For messages that must all arrive, in order. */
    static <M> Outgoing<M> all(CallStreamObserver<M> stream, int limit) {
        return new Outgoing<>(stream, limit, WhenFull.END);
    }

    /** Sends, now or when the network takes it; drops when the conversation has ended. Returns false on overflow. */
    synchronized boolean send(M message) {
        if (ended) {
            return true;
        }
        if (waiting.isEmpty() && stream.isReady()) {
            stream.onNext(message);
            return true;
        }
        if (waiting.size() == limit) {
            if (whenFull == WhenFull.END) {
                return false;
            }
            waiting.removeLast();
        }
        waiting.addLast(message);
        return true;
    }

    /** The network takes messages again. */
    synchronized void ready() {
        while (!ended && !waiting.isEmpty() && stream.isReady()) {
            stream.onNext(waiting.removeFirst());
        }
    }

    /** Sends what waits and ends this half of the conversation. Returns whether it had not ended before. */
    synchronized boolean complete() {
        if (ended) {
            return false;
        }
        while (!waiting.isEmpty()) {
            stream.onNext(waiting.removeFirst());
        }
        ended = true;
        stream.onCompleted();
        return true;
    }

    /** Ends the conversation with an error for the other side. */
    synchronized void fail(Throwable error) {
        if (!ended) {
            ended = true;
            waiting.clear();
            stream.onError(error);
        }
    }

    /** The conversation is over already; nothing more may be sent. */
    synchronized void end() {
        ended = true;
        waiting.clear();
    }
}
