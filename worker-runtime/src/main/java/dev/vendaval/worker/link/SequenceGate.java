package dev.vendaval.worker.link;

/** Lets frames of one lane through in order: the expected one passes, a lower one is a repeat, a higher one a gap. */
final class SequenceGate {
    /** What to do with a frame. */
    enum Verdict {
        TAKE,
        DROP_REPEAT,
        RESET_GAP
    }

    /** Written by the one thread that delivers the lane, read by any. */
    private volatile long received;

    Verdict check(long sequence) {
        long expected = received + 1;
        if (sequence == expected) {
            return Verdict.TAKE;
        }
        return sequence < expected ? Verdict.DROP_REPEAT : Verdict.RESET_GAP;
    }

    /** The frame has been delivered; only now may it be acknowledged. */
    void taken(long sequence) {
        received = sequence;
    }

    /** The last sequence number that was delivered. */
    long received() {
        return received;
    }
}
