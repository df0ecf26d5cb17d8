package dev.vendaval.worker.routing;

import java.util.List;

/** The user does not care: a local task that is open, else any that is open, else a local one after all. */
final class NoneGrouper extends Grouper {
    private final RoundRobin near;
    private final RoundRobin all;

    NoneGrouper(TargetView targets, int[] near, long seed) {
        super(targets, Gate.ANY, everyIndex(targets));
        this.near = new RoundRobin(targets, near, seed);
        this.all = new RoundRobin(targets, candidates(), seed);
    }

    @Override
    public int choose(List<Object> values, int[] into) {
        int index = near.nextOpen();
        if (index == RoundRobin.NONE) {
            index = all.nextOpen();
        }
        into[0] = index == RoundRobin.NONE ? near.next() : index;
        return 1;
    }

    @Override
    public int fixedChoice() {
        return onlyCandidate();
    }
}
