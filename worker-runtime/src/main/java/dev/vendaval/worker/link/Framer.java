package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.DataSection;
import org.jspecify.annotations.Nullable;

/** Makes the frames of one lane from what waits for it; called by one thread at a time, the lane's drainer. */
interface Framer {
    /** The next frame, with this sequence number, or null if nothing waits. */
    byte @Nullable [] next(long sequence);

    /** The section of which the frame made last is a piece, or null. */
    default @Nullable DataSection pieced() {
        return null;
    }

    /** Whether anything waits; any thread. */
    boolean isEmpty();
}
