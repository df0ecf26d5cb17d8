package dev.vendaval.worker.routing;

import java.util.List;

/**
 * One subscription's grouping as one sending task applies it; made by {@link Groupers}. Targets are the subscriber's tasks
 * by index, in the order of their ids. Owned by the sender's executor; {@link #choose} allocates nothing (but for custom
 * groupings, and keys whose class needs it).
 */
public abstract sealed class Grouper
        permits ShuffleGrouper,
                NoneGrouper,
                FieldsGrouper,
                PartialKeyGrouper,
                AllGrouper,
                SingleGrouper,
                DirectGrouper,
                CustomGrouper {
    /** No choice is the same for all tuples, or each has to be checked. */
    public static final int VARIES = -1;

    final TargetView targets;
    private final Gate gate;
    private final int[] candidates;

    Grouper(TargetView targets, Gate gate, int[] candidates) {
        this.targets = targets;
        this.gate = gate;
        this.candidates = candidates;
    }

    /**
     * Chooses the receivers of one tuple; closed ones, too, where there is no choice.
     *
     * @param values of the tuple, in the order of the stream's fields
     * @param into gets the indexes of the chosen tasks; at least as long as the subscriber has tasks
     * @return how many were chosen
     * @throws UnhashableKeyException if a key has no stable content hash
     * @throws IllegalArgumentException if a custom grouping chose what is no target
     */
    public abstract int choose(List<Object> values, int[] into);

    /**
     * The index that {@link #choose} gives for every tuple, so that it need not be called; or {@link #VARIES}.
     */
    public int fixedChoice() {
        return VARIES;
    }

    /** When this subscription counts as closed. */
    public final Gate gate() {
        return gate;
    }

    /** The indexes that {@link #choose} may choose (local-or-shuffle: the local ones, if any); not to be changed. */
    public final int[] candidates() {
        return candidates;
    }

    /** Whether the subscription is closed now by its gate. */
    public final boolean closed() {
        boolean any = gate == Gate.ANY;
        for (int index : candidates) {
            if (targets.open(index) == any) {
                return !any;
            }
        }
        return any;
    }

    /** The choice of groupings that have one candidate and refuse no tuple. */
    final int onlyCandidate() {
        return candidates.length == 1 ? candidates[0] : VARIES;
    }

    /** 0 to count - 1. */
    static int[] everyIndex(TargetView targets) {
        int[] indexes = new int[targets.count()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = i;
        }
        return indexes;
    }
}
