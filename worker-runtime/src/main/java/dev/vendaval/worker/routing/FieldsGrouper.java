package dev.vendaval.worker.routing;

import java.util.List;

/** The same key goes to the same task, from every sender. */
final class FieldsGrouper extends Grouper {
    private final KeyHash key;

    FieldsGrouper(TargetView targets, KeyHash key) {
        super(targets, Gate.EACH, everyIndex(targets));
        this.key = key;
    }

    @Override
    public int choose(List<Object> values, int[] into) {
        into[0] = key.taskIndex(key.of(values));
        return 1;
    }
}
