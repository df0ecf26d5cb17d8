package dev.vendaval.worker.exchange;

/**
 * The place in an executor's inbox where one link puts its sections. {@link #offer} is called by one thread at a time;
 * everything else may be read by any thread. The sender may have {@code consumed + window} tuples sent in all, so its
 * limits are absolute.
 */
public interface InboundRing {
    /** Takes the section, whatever was granted: a sender that overdraws is a counted bug, never a blocked reader. */
    void offer(DataSection section);

    /** Tuples taken out by the executor since the ring was made. */
    long consumedTuples();

    /** Bytes taken out by the executor since the ring was made. */
    long consumedBytes();

    /** How many tuples may be under way or waiting here at once. */
    long windowTuples();

    /** Whether the executor's components are prepared; before that the credit to grant is 0. */
    boolean ready();
}
