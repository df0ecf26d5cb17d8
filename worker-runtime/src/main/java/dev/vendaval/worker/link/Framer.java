package dev.vendaval.worker.link;

import org.jspecify.annotations.Nullable;

/** Makes the frames of one lane from what waits for it; called by one thread at a time, the lane's drainer. */
interface Framer {
    /** The next frame, with this sequence number, or null if nothing waits. */
    byte @Nullable [] next(long sequence);

    /** Forgets a section of which only a part has gone out: the connection that carried it is gone. */
    void restart();

    /** Whether anything waits; any thread. */
    boolean isEmpty();
}
