package dev.vendaval.worker.link;

/** How far an incoming session is. */
enum IncomingState {
    /** The hello is welcome and the credits are being looked up; nothing may be sent before the acceptance. */
    GREETING,
    /** The acceptance may leave; the next returner sends it. */
    WELCOME,
    /** The acceptance has left; acknowledgements and credits follow. */
    OPEN,
    /** Something ended it; the next returner closes the connections. */
    CLOSING,
    /** The control lane has been closed, and so will a data lane be that comes late. */
    CLOSED;

    boolean mayBecome(IncomingState next) {
        return switch (this) {
            case GREETING -> next == WELCOME || next == CLOSING;
            case WELCOME -> next == OPEN || next == CLOSING;
            case OPEN -> next == CLOSING;
            case CLOSING -> next == CLOSED;
            case CLOSED -> false;
        };
    }

    boolean isOver() {
        return this == CLOSING || this == CLOSED;
    }
}
