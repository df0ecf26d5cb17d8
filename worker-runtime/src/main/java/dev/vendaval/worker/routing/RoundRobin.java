package dev.vendaval.worker.routing;

import java.util.SplittableRandom;

/**
 * Goes round some targets in an order shuffled once, so that senders do not march in step. A closed one is passed over and
 * its turn not repaid: counts to targets that stay open differ by at most one.
 */
final class RoundRobin {
    static final int NONE = -1;

    private final TargetView targets;
    private final int[] order;
    private int next;

    RoundRobin(TargetView targets, int[] indexes, long seed) {
        this.targets = targets;
        this.order = indexes.clone();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
    }

    /** The next one that is open, or {@link #NONE}; then nobody has lost a turn. */
    int nextOpen() {
        int at = next;
        for (int tried = 0; tried < order.length; tried++) {
            int index = order[at];
            at = at + 1 == order.length ? 0 : at + 1;
            if (targets.open(index)) {
                next = at;
                return index;
            }
        }
        return NONE;
    }

    /** The next one, open or not. */
    int next() {
        int index = order[next];
        next = next + 1 == order.length ? 0 : next + 1;
        return index;
    }
}
