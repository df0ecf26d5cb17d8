package dev.vendaval.worker.link;

/** First byte of everything that travels on a link. */
final class FrameKind {
    static final byte DATA = 1;
    static final byte CONTROL = 2;
    /** Sender to receiver on the control lane when there was nothing else to say; one byte, no sequence number. */
    static final byte KEEP_ALIVE = 3;

    static final byte RETURN = 4;
    static final byte HELLO = 16;
    static final byte ACCEPTED = 17;
    static final byte REFUSED = 18;

    private FrameKind() {}
}
