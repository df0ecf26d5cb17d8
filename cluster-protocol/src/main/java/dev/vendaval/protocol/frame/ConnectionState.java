package dev.vendaval.protocol.frame;

import java.util.concurrent.TimeUnit;

/** How far a connection is, and how long it may stay there. */
enum ConnectionState {
    /** It has no socket yet: its host's name is being looked up, or its network thread has not come to it. */
    NEW(0),
    /** The socket is being connected; what is sent waits. */
    CONNECTING(3_000),
    /** It came to a server and has not said what for. */
    NAMELESS(10_000),
    /** All that was sent has left, and the socket takes more. */
    OPEN(0),
    /** Something waits until the socket takes it. */
    FULL(0),
    /** The reason of its end is to leave, after all that was sent before. */
    CLOSING(500),
    /** The reason has left; the other end is to close, too. */
    LINGERING(500),
    /** Over, and the socket is closed. */
    ENDED(0);

    private final long limitNanos;

    ConnectionState(long limitMs) {
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMs);
    }

    /** How long a connection may be so; 0: as long as it likes. */
    long limitNanos() {
        return limitNanos;
    }

    boolean mayBecome(ConnectionState next) {
        return switch (this) {
            case NEW -> next == CONNECTING || next == NAMELESS || next == ENDED;
            case CONNECTING -> next == FULL || next == ENDED;
            case NAMELESS -> next == OPEN || next == ENDED;
            case OPEN -> next == FULL || next == CLOSING || next == ENDED;
            case FULL -> next == OPEN || next == CLOSING || next == ENDED;
            case CLOSING -> next == LINGERING || next == ENDED;
            case LINGERING -> next == ENDED;
            case ENDED -> false;
        };
    }

    /** Whether frames go over it, both ways. */
    boolean carries() {
        return this == OPEN || this == FULL;
    }

    /** Whether this end has finished with it: nothing is sent or heard any more. */
    boolean isOver() {
        return this == CLOSING || this == LINGERING || this == ENDED;
    }
}
