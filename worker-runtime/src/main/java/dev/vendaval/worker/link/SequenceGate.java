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

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer, the lane's network thread
    Verdict check(long sequence) {
        long expected = received + 1;
        if (sequence == expected) {
            received = expected;
            return Verdict.TAKE;
        }
        return sequence < expected ? Verdict.DROP_REPEAT : Verdict.RESET_GAP;
    }

    /** The last sequence number that passed. */
    long received() {
        return received;
    }
}
