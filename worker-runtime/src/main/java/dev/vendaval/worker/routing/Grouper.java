package dev.vendaval.worker.routing;

import java.util.List;

/** stub: one subscription's grouping as one sending task applies it; made by {@link Groupers}. */
public abstract class Grouper {
    /** Package only. */
    Grouper() {}

    /**
     * Chooses the receivers of one tuple.
     *
     * @param values of the tuple, in the order of the stream's fields
     * @param into gets the indexes of the chosen tasks; as long as the subscriber has tasks
     * @return how many were chosen
     * @throws UnhashableKeyException if a key has no stable content hash
     */
    public abstract int choose(List<Object> values, int[] into);

    /** When this subscription counts as closed. */
    public abstract Gate gate();

    /** The indexes that {@link #choose} may choose (local-or-shuffle: the local ones, if any); not to be changed. */
    public abstract int[] candidates();

    /** Whether the subscription is closed now by its gate. */
    public abstract boolean closed();
}
