package dev.vendaval.worker.link;

/** How far an outgoing link is. */
enum LinkState {
    /** Nobody has needed it yet. */
    IDLE,
    /** An attempt is under way; what is sent waits. */
    CONNECTING,
    /** Both lanes have been accepted. */
    OPEN,
    /** The last attempt failed or the connection broke; the next one comes after a back-off. */
    WAITING,
    /** Closed for good. */
    CLOSED;

    boolean mayBecome(LinkState next) {
        return switch (this) {
            case IDLE, WAITING -> next == CONNECTING || next == CLOSED;
            case CONNECTING -> next == OPEN || next == WAITING || next == CLOSED;
            case OPEN -> next == WAITING || next == CLOSED;
            case CLOSED -> false;
        };
    }
}
