package dev.vendaval.worker.tracking;

/** stub */
public final class Tracker {
    /**
     * @param ids of the spout task served
     * @param timeoutNanos the message time-out T
     * @param maxAgeNanos the age at which a tree fails even with progress; 0: none
     * @param nowNanos the round's clock
     */
    public Tracker(RootIds ids, long timeoutNanos, long maxAgeNanos, long nowNanos) {
        throw new UnsupportedOperationException("not yet");
    }

    /** A root id for the next tree. */
    public long nextRoot() {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Begins a tree, in the {@code emit} itself once all copies have their edges and before any is flushed.
     *
     * @param root from {@link #nextRoot()}
     * @param messageId the spout's
     * @param emitNanos the round's clock
     * @param xor of the edges of all copies; 0 (no copies): acked at once
     * @param mask touch bits of the other workers that got copies
     */
    public void begin(long root, Object messageId, long emitNanos, long xor, long mask) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Tuples of the tree were acked and anchored; an unknown root is one that is finished: counted. */
    public void ack(long root, long xor, long mask) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Applies {@code length} longs: triples of root, xor, mask (as {@link AckBuffer} makes them). */
    public void ackAll(long[] triples, int length) {
        throw new UnsupportedOperationException("not yet");
    }

    /** A tuple of the tree was failed. */
    public void fail(long root) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Moves the deadline. */
    public void resetTimeout(long root) {
        throw new UnsupportedOperationException("not yet");
    }

    /** The round's clock was read; to be called with every reading, before the round's work. */
    public void advance(long nowNanos) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Times out trees whose deadline has passed: one pass over the table per tick, in pieces, so to be called every round;
     * costs nothing while the tick's pass is done.
     *
     * @param max how many to time out at most
     * @return how many were
     */
    public int sweep(int max) {
        throw new UnsupportedOperationException("not yet");
    }

    /** When {@link #sweep} has work again, on the clock of {@link #advance}; Long.MAX_VALUE when nothing is pending. */
    public long nextSweepNanos() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Fails every pending tree (the topology is killed). */
    public void failAll() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Forgets every pending tree and every outcome not yet polled (the spout instance is replaced); returns how many. */
    public int dropAll() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Takes the oldest outcome not yet taken; false: none. Each root has exactly one. */
    public boolean pollOutcome(Outcome into) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Trees neither completed, failed nor timed out. */
    public int pending() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Outcomes not yet polled. */
    public int undelivered() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Acks, fails and resets for roots that are finished, so far. */
    public long unknownRoots() {
        throw new UnsupportedOperationException("not yet");
    }
}
