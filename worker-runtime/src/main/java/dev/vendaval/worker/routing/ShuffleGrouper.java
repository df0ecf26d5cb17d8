package dev.vendaval.worker.routing;

import java.util.List;

/** Shuffle, among all targets, and local-or-shuffle, among the local ones where there are any. */
final class ShuffleGrouper extends Grouper {
    private final RoundRobin roundRobin;

    ShuffleGrouper(TargetView targets, int[] candidates, long seed) {
        super(targets, Gate.ANY, candidates);
        this.roundRobin = new RoundRobin(targets, candidates, seed);
    }

    @Override
    public int choose(List<Object> values, int[] into) {
        int index = roundRobin.nextOpen();
        into[0] = index == RoundRobin.NONE ? roundRobin.next() : index;
        return 1;
    }

    @Override
    public int fixedChoice() {
        return onlyCandidate();
    }
}
