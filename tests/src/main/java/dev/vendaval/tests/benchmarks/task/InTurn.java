package dev.vendaval.tests.benchmarks.task;

import java.util.List;

/** The tasks that a source names in a direct grouping, one after the other. Owned by the source's thread. */
public final class InTurn {
    private final List<Integer> tasks;
    private int last;

    public InTurn(List<Integer> tasks) {
        this.tasks = tasks;
    }

    /** The next one; after the last one the first. */
    public Integer next() {
        last = last + 1 == tasks.size() ? 0 : last + 1;
        return tasks.get(last);
    }
}
