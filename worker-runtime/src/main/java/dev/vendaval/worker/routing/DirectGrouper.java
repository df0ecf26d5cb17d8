package dev.vendaval.worker.routing;

import java.util.List;

/** The sender names the task itself with {@code emitDirect}: there is nothing to choose, only a gate. */
final class DirectGrouper extends Grouper {
    DirectGrouper(TargetView targets) {
        super(targets, Gate.EACH, everyIndex(targets));
    }

    @Override
    public int choose(List<Object> values, int[] into) {
        throw new IllegalArgumentException("a direct subscription takes only emitDirect(task, ...), not emit(...)");
    }
}
