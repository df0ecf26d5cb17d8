package dev.vendaval.worker.executor;

import dev.vendaval.worker.tracking.RootIds;
import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tracked inputs of one task that its {@code execute} has returned from without ack or fail: joins, windows, work
 * handed to other threads. A list through the tuples themselves. Owned by the executor's thread.
 */
final class OpenSet {
    private @Nullable RuntimeTuple first;
    private int size;

    void add(RuntimeTuple tuple) {
        tuple.next = first;
        if (first != null) {
            first.previous = tuple;
        }
        first = tuple;
        size++;
    }

    /** Removes a tuple if it is in here. */
    void remove(RuntimeTuple tuple) {
        RuntimeTuple before = tuple.previous;
        RuntimeTuple after = tuple.next;
        if (before == null && tuple != first) {
            return;
        }
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        tuple.previous = null;
        tuple.next = null;
        size--;
    }

    /** Takes all out, giving each to {@code action}. */
    void drain(Consumer<RuntimeTuple> action) {
        RuntimeTuple tuple = first;
        while (tuple != null) {
            remove(tuple);
            action.accept(tuple);
            tuple = first;
        }
    }

    /** Of the trees of each spout task the oldest root. A tuple of several trees may count for one of them only. */
    List<Long> oldestRoots() {
        Map<Integer, Long> oldest = new HashMap<>();
        for (RuntimeTuple tuple = first; tuple != null; tuple = tuple.next) {
            oldest.merge(RootIds.acker(tuple.root), tuple.root, Math::min);
        }
        return List.copyOf(oldest.values());
    }

    int size() {
        return size;
    }
}
