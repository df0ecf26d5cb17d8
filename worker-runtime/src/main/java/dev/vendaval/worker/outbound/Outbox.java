package dev.vendaval.worker.outbound;

import dev.vendaval.worker.exchange.DataSection;
import java.util.function.LongConsumer;

/**
 * Tuples of one executor on their way to another. Takes everything it is given, so that emit never blocks; is
 * <em>closed</em> at its limit, so that its executor takes no next tuple. Owned by the sending executor's thread.
 */
abstract sealed class Outbox permits LocalOutbox, RemoteOutbox {
    /** On the emitter's list of outboxes that hold something. */
    boolean dirty;

    /** Whether one more tuple is within the limit. */
    abstract boolean isOpen();

    /** Looks anew whether there is room; what {@link #isOpen} goes by may be as old as the last flush. */
    abstract void refresh();

    /** Hands over as much as the receiver has room for; true if nothing is left. */
    abstract boolean flush();

    /** Asks that the executor be woken when there is room, then looks again; true if there is some already. */
    abstract boolean wantRoom();

    /** Whether the receiver's components have been prepared. */
    abstract boolean receiverIsReady();

    /** Whether there is a way to the receiver now. */
    abstract boolean receiverIsReachable();

    /** The touch bit that the trees of the next tuple are to be told at once; 0: none, or when it leaves. */
    abstract long touchBit();

    /** Puts a channel's end behind all that has left; only when nothing is here. True if there was room for it. */
    abstract boolean end(DataSection marker);

    /** What is still here will have no receiver: gives each root of it to {@code roots}; returns the untracked tuples. */
    abstract long abandon(LongConsumer roots);

    /** Tuples that are still here. */
    abstract long waitingTuples();
}
