package dev.vendaval.worker.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A component's task ids in ascending order, with the lists that {@code emit} returns built beforehand, so that an emit
 * to one task, or to all, makes no list. Immutable.
 */
public final class TaskIds {
    private final int[] ids;
    private final List<List<Integer>> singles;
    private final List<Integer> all;
    private final boolean dense;

    /**
     * @param ids ascending, at least one
     * @throws IllegalArgumentException if there is none, or they do not ascend
     */
    public TaskIds(List<Integer> ids) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("a component without tasks");
        }
        this.ids = ids.stream().mapToInt(Integer::intValue).toArray();
        for (int i = 1; i < this.ids.length; i++) {
            if (this.ids[i] <= this.ids[i - 1]) {
                throw new IllegalArgumentException("task ids must ascend, found " + ids);
            }
        }
        this.all = List.copyOf(ids);
        this.singles = this.all.stream().map(List::of).toList();
        this.dense = this.ids[this.ids.length - 1] - this.ids[0] == this.ids.length - 1;
    }

    public int count() {
        return ids.length;
    }

    public int id(int index) {
        return ids[index];
    }

    /** The index of a task, or a number below 0. */
    public int indexOf(int taskId) {
        if (dense) {
            int index = taskId - ids[0];
            return index < ids.length ? index : -1;
        }
        return Arrays.binarySearch(ids, taskId);
    }

    /** All of them; prebuilt. */
    public List<Integer> all() {
        return all;
    }

    /** Only the one at an index; prebuilt. */
    public List<Integer> single(int index) {
        return singles.get(index);
    }

    /** Those at the first {@code count} indexes given: prebuilt for none, one and all, else a new list; unmodifiable. */
    public List<Integer> at(int[] indexes, int count) {
        if (count == 1) {
            return singles.get(indexes[0]);
        }
        return count == 0 ? List.of() : several(indexes, count);
    }

    private List<Integer> several(int[] indexes, int count) {
        boolean inOrder = count == ids.length;
        for (int i = 0; i < count && inOrder; i++) {
            inOrder = indexes[i] == i;
        }
        if (inOrder) {
            return all;
        }
        List<Integer> result = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            result.add(ids[indexes[i]]);
        }
        return Collections.unmodifiableList(result);
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
