package dev.vendaval.worker.routing;

import java.util.List;

/** Global, and fields grouping without fields: the task with the lowest id gets everything. */
final class SingleGrouper extends Grouper {
    SingleGrouper(TargetView targets) {
        super(targets, Gate.EACH, new int[] {0});
    }

    @Override
    public int choose(List<Object> values, int[] into) {
        into[0] = 0;
        return 1;
    }

    @Override
    public int fixedChoice() {
        return onlyCandidate();
    }
}
