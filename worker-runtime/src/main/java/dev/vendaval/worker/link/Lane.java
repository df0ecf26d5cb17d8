package dev.vendaval.worker.link;

/** The two ways of a link; each has a connection of its own, so that data never delays control. */
enum Lane {
    /** Sections of tuples, bounded by credits. */
    DATA((byte) 0),
    /** Acks, fails, resets to the receiver; credits and acknowledgements back. Waits for nothing. */
    CONTROL((byte) 1);

    private final byte code;

    Lane(byte code) {
        this.code = code;
    }

    byte code() {
        return code;
    }

    static Lane ofCode(byte code) {
        if (code != DATA.code && code != CONTROL.code) {
            throw new MalformedFrameException("no lane " + code);
        }
        return code == DATA.code ? DATA : CONTROL;
    }
}
