package dev.vendaval.worker.routing;

import java.util.List;

/** Every task gets a copy. */
final class AllGrouper extends Grouper {
    AllGrouper(TargetView targets) {
        super(targets, Gate.EACH, everyIndex(targets));
    }

    @Override
    public int choose(List<Object> values, int[] into) {
        int[] all = candidates();
        System.arraycopy(all, 0, into, 0, all.length);
        return all.length;
    }

    @Override
    public int fixedChoice() {
        return onlyCandidate();
    }
}
