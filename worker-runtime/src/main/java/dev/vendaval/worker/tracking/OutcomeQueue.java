package dev.vendaval.worker.tracking;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes of trees in the order in which they came about, until the spout task takes them; it holds no more than trees
 * were begun since it was last emptied. A chain of small blocks, each filled once and then left to the collector: young
 * ids in a young array cost no write barrier to speak of, in a ring kept for good they would. Owned by its
 * {@link Tracker}.
 */
final class OutcomeQueue {
    /** Outcomes from {@code taken} to {@code added} wait. */
    static final class Block {
        static final int CAPACITY = 256;

        final @Nullable Object[] messageIds = new @Nullable Object[CAPACITY];
        final byte[] kinds = new byte[CAPACITY];
        final long[] emitNanos = new long[CAPACITY];
        int added;
        int taken;

        @Nullable
        Block next;
    }

    private Block head = new Block();
    private Block tail = head;
    private int size;

    int size() {
        return size;
    }

    void add(Outcome.Kind kind, Object messageId, long emittedNanos) {
        Block block = tail;
        if (block.added == Block.CAPACITY) {
            block = new Block();
            tail.next = block;
            tail = block;
        }
        int index = block.added++;
        block.messageIds[index] = messageId;
        block.kinds[index] = kind.code();
        block.emitNanos[index] = emittedNanos;
        size++;
    }

    boolean poll(Outcome into) {
        if (size == 0) {
            return false;
        }
        Block block = head;
        if (block.taken == Block.CAPACITY) {
            block = Objects.requireNonNull(block.next, "more outcomes counted than there are");
            head = block;
        }
        into.set(block, block.taken++);
        size--;
        return true;
    }

    void clear() {
        head = new Block();
        tail = head;
        size = 0;
    }
}
