package dev.vendaval.worker.tracking;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes of trees in the order in which they came about, until the spout task takes them. A ring that grows; it holds
 * no more than trees were begun since it was last emptied. Owned by its {@link Tracker}.
 */
final class OutcomeQueue {
    private static final int MIN_CAPACITY = 64;

    private @Nullable Object[] messageIds = new @Nullable Object[MIN_CAPACITY];
    private Outcome.Kind[] kinds = new Outcome.Kind[MIN_CAPACITY];
    private long[] emitNanos = new long[MIN_CAPACITY];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(Outcome.Kind kind, Object messageId, long emittedNanos) {
        if (size == messageIds.length) {
            grow();
        }
        int slot = (head + size) & (messageIds.length - 1);
        messageIds[slot] = messageId;
        kinds[slot] = kind;
        emitNanos[slot] = emittedNanos;
        size++;
    }

    boolean poll(Outcome into) {
        if (size == 0) {
            return false;
        }
        into.set(kinds[head], Objects.requireNonNull(messageIds[head]), emitNanos[head]);
        messageIds[head] = null;
        head = (head + 1) & (messageIds.length - 1);
        size--;
        return true;
    }

    void clear() {
        messageIds = new @Nullable Object[MIN_CAPACITY];
        kinds = new Outcome.Kind[MIN_CAPACITY];
        emitNanos = new long[MIN_CAPACITY];
        head = 0;
        size = 0;
    }

    private void grow() {
        int capacity = messageIds.length;
        @Nullable Object[] newIds = new @Nullable Object[capacity * 2];
        Outcome.Kind[] newKinds = new Outcome.Kind[capacity * 2];
        long[] newNanos = new long[capacity * 2];
        for (int i = 0; i < size; i++) {
            int slot = (head + i) & (capacity - 1);
            newIds[i] = messageIds[slot];
            newKinds[i] = kinds[slot];
            newNanos[i] = emitNanos[slot];
        }
        messageIds = newIds;
        kinds = newKinds;
        emitNanos = newNanos;
        head = 0;
    }
}
