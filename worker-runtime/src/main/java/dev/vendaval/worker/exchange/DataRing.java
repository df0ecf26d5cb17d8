package dev.vendaval.worker.exchange;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A queue between one producer and the receiving executor, one of many in its inbox. Counts are kept in tuples, written
 * by one side each and readable from everywhere.
 */
abstract class DataRing {
    private final Queue<Delivery> queue;
    private final AtomicLong offeredTuples = new AtomicLong();
    private final AtomicLong polledTuples = new AtomicLong();

    /** Receiver only: taken out of the queue, and held there. */
    private @Nullable Delivery held;

    /** Receiver only: on the list of rings to look after at round end. */
    boolean polledThisRound;

    DataRing(Queue<Delivery> queue) {
        this.queue = queue;
    }

    /** Producer: false if a bounded ring is full. */
    final boolean enqueue(Delivery delivery) {
        // Counted first, so that the ring never looks empty while it is not.
        offeredTuples.lazySet(offeredTuples.get() + delivery.tupleCount());
        if (!queue.offer(delivery)) {
            offeredTuples.lazySet(offeredTuples.get() - delivery.tupleCount());
            return false;
        }
        return true;
    }

    /** Receiver: the oldest delivery; null also if that is held. */
    final @Nullable Delivery poll(Holds holds) {
        Delivery delivery = held == null ? queue.poll() : held;
        if (delivery == null) {
            return null;
        }
        if (holds.mayHold(epoch(delivery)) && isHeld(delivery, holds)) {
            held = delivery;
            return null;
        }
        held = null;
        polledTuples.lazySet(polledTuples.get() + delivery.tupleCount());
        polled(delivery);
        return delivery;
    }

    /** Receiver: whether nothing is in it, held or not. */
    final boolean isEmpty() {
        return held == null && queue.isEmpty();
    }

    /** With which change its sender began; of a marker, which change it belongs to. */
    abstract long epoch(Delivery delivery);

    /** Whether a delivery that may be held is. */
    abstract boolean isHeld(Delivery delivery, Holds holds);

    /** How many deliveries wait. */
    final int depth() {
        return queue.size();
    }

    /** How many tuples wait; any thread. */
    public final long queuedTuples() {
        return Math.max(0, offeredTuples.get() - polledTuples.get());
    }

    /** Receiver: a delivery was taken out. */
    abstract void polled(Delivery delivery);

    /** Receiver, at the end of a round in which it took something out: tells the producer if it needs to know. */
    abstract void endRound();

    /** Receiver, when it found nothing to do at all. */
    abstract void idle();
}
