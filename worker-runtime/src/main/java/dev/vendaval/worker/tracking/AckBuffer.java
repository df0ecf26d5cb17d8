package dev.vendaval.worker.tracking;

/** stub: what one executor has to tell one acker executor at round end. */
public final class AckBuffer {
    public AckBuffer() {}

    /** Adds to the root's entry, or makes one. */
    public void ack(long root, long xor, long mask) {
        throw new UnsupportedOperationException("not yet");
    }

    /** A root to be failed. */
    public void fail(long root) {
        throw new UnsupportedOperationException("not yet");
    }

    /** A root whose deadline is to be moved. */
    public void resetTimeout(long root) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Nothing to flush at all. */
    public boolean isEmpty() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The triples root, xor, mask, without a hand-over (the array belongs to the buffer); for an acker of this executor. */
    public long[] acks() {
        throw new UnsupportedOperationException("not yet");
    }

    /** How many longs of {@link #acks()} are used. */
    public int ackLength() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Hands the array of {@link #acks()} over to the caller (read {@link #ackLength()} first) and starts anew. */
    public long[] takeAcks() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The roots to fail so far, removed from the buffer; an exact array, empty when none. */
    public long[] takeFails() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The roots to reset so far, removed from the buffer; an exact array, empty when none. */
    public long[] takeResets() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Forgets the acks after they were applied in place. */
    public void clearAcks() {
        throw new UnsupportedOperationException("not yet");
    }
}
