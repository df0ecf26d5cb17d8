package dev.vendaval.worker.exchange;

import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tuples of one sender executor for one receiving executor of the same worker, in the order they were emitted. Owned by
 * the sender until it is offered to a ring, then by the receiver; made anew each time (recycling measured slower).
 */
public final class TupleBatch implements Delivery {
    /** Most tuples in a batch. Beyond 64 a hand-over gets only slightly cheaper per tuple (FACTS). */
    public static final int CAPACITY = 64;

    private @Nullable RuntimeTuple[] tuples;
    private int count;

    /**
     * @param expected how many tuples there will be, as far as is known; there may be more, up to {@link #CAPACITY}
     */
    public TupleBatch(int expected) {
        this.tuples = new @Nullable RuntimeTuple[expected];
    }

    /** Adds one; not when full. */
    public void add(RuntimeTuple tuple) {
        if (count == tuples.length) {
            tuples = Arrays.copyOf(tuples, Math.min(CAPACITY, 2 * count));
        }
        tuples[count++] = tuple;
    }

    @Override
    public int tupleCount() {
        return count;
    }

    /** Takes one out, so that the batch does not keep it alive while the rest waits. */
    public RuntimeTuple take(int index) {
        RuntimeTuple tuple = tuples[index];
        if (tuple == null) {
            throw new IllegalStateException("tuple " + index + " of " + count + " was taken before");
        }
        tuples[index] = null;
        return tuple;
    }
}
