package dev.vendaval.worker.routing;

import java.util.List;

/** stub: a component's task ids in ascending order, with the lists that {@code emit} returns built beforehand. */
@SuppressWarnings("DoNotCallSuggester") // a stub for an hour
public final class TaskIds {
    /** @param ids ascending, at least one */
    public TaskIds(List<Integer> ids) {
        throw new UnsupportedOperationException("not yet");
    }

    public int count() {
        throw new UnsupportedOperationException("not yet");
    }

    public int id(int index) {
        throw new UnsupportedOperationException("not yet");
    }

    /** The index of a task, or -1 (also for {@code emitDirect}). */
    public int indexOf(int taskId) {
        throw new UnsupportedOperationException("not yet");
    }

    /** All of them; prebuilt. */
    public List<Integer> all() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Those at the first {@code count} indexes given: prebuilt for none, one and all, else a new list. */
    public List<Integer> at(int[] indexes, int count) {
        throw new UnsupportedOperationException("not yet");
    }
}
