package dev.vendaval.worker.tracking;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Those of a spout task's pending trees that have outlived their turn in the ring of {@link Trees}: an open-addressed table
 * of constant size per tree, whatever the size of the tree.
 *
 * <pre>
 * records     root | xor | mask | deadline     4 longs a slot, root 0 = free
 * messageIds  the spout's id                   beside it, since only the begin and the end of a tree touch them
 * emitNanos   time of the emit
 * </pre>
 *
 * <p>Collisions go to the next free slot, removal closes the gap by moving later records back, so that there are no
 * tombstones. At most half of the slots are used. Sequence numbers are hashed in blocks of eight, which keeps trees that
 * begin together on the same cache lines. Owned by its {@link Tracker}.
 *
 * <p>A <em>pass</em> visits every record once, in pieces, while others come and go: the cursor steps back when a removal
 * moves an unvisited record to before it, and goes to the start when the table is laid out anew. Records added during a
 * pass may or may not be visited.
 */
final class TreeTable {
    static final int NONE = -1;

    private static final int MIN_CAPACITY = 64;
    /** 2 to the 26th slots take about 3.2 GB: no heap of ours holds the trees' message ids, too, beyond that. */
    private static final int MAX_CAPACITY = 1 << 26;

    private static final int RECORD_SHIFT = 2;
    private static final int XOR = 1;
    private static final int MASK = 2;
    private static final int DEADLINE = 3;
    private static final int BLOCK_BITS = 3;
    private static final int BLOCK_MASK = (1 << BLOCK_BITS) - 1;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] records = {};
    private @Nullable Object[] messageIds = {};
    private long[] emitNanos = {};
    private int slotMask;
    private int blockShift;
    private int size;
    private int cursor;

    TreeTable() {
        layOut(MIN_CAPACITY);
    }

    int size() {
        return size;
    }

    int capacity() {
        return slotMask + 1;
    }

    /** The slot of a root, or {@link #NONE}. */
    int find(long root) {
        long[] table = records;
        int mask = slotMask;
        int slot = home(root);
        while (true) {
            long found = table[slot << RECORD_SHIFT];
            if (found == root) {
                return slot;
            }
            if (found == 0) {
                return NONE;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** Adds a root that is not there. */
    void add(long root, Object messageId, long emittedNanos, long xor, long mask, long deadline) {
        if (size >= capacity() >> 1) {
            grow();
        }
        int slot = freeSlot(root);
        int record = slot << RECORD_SHIFT;
        records[record] = root;
        records[record + XOR] = xor;
        records[record + MASK] = mask;
        records[record + DEADLINE] = deadline;
        messageIds[slot] = messageId;
        emitNanos[slot] = emittedNanos;
        size++;
    }

    private int freeSlot(long root) {
        int slot = home(root);
        while (records[slot << RECORD_SHIFT] != 0) {
            slot = (slot + 1) & slotMask;
        }
        return slot;
    }

    /** Folds acked and created edges into a record; 0 when all edges are acked. */
    long fold(int slot, long xor, long mask) {
        int record = slot << RECORD_SHIFT;
        records[record + MASK] |= mask;
        return records[record + XOR] ^= xor;
    }

    /** The root in a slot, 0 if it is free. */
    long root(int slot) {
        return records[slot << RECORD_SHIFT];
    }

    long mask(int slot) {
        return records[(slot << RECORD_SHIFT) + MASK];
    }

    long deadline(int slot) {
        return records[(slot << RECORD_SHIFT) + DEADLINE];
    }

    void deadline(int slot, long deadline) {
        records[(slot << RECORD_SHIFT) + DEADLINE] = deadline;
    }

    Object messageId(int slot) {
        return Objects.requireNonNull(messageIds[slot]);
    }

    long emitNanos(int slot) {
        return emitNanos[slot];
    }

    /** Removes a record and moves back those behind it that would no longer be found. */
    void remove(int slot) {
        int gap = slot;
        int next = (gap + 1) & slotMask;
        while (true) {
            long root = records[next << RECORD_SHIFT];
            if (root == 0) {
                break;
            }
            int distanceFromHome = (next - home(root)) & slotMask;
            int distanceFromGap = (next - gap) & slotMask;
            if (distanceFromHome >= distanceFromGap) {
                move(next, gap);
                gap = next;
            }
            next = (next + 1) & slotMask;
        }
        records[gap << RECORD_SHIFT] = 0;
        messageIds[gap] = null;
        size--;
    }

    private void move(int from, int to) {
        System.arraycopy(records, from << RECORD_SHIFT, records, to << RECORD_SHIFT, 1 << RECORD_SHIFT);
        messageIds[to] = messageIds[from];
        emitNanos[to] = emitNanos[from];
        if (to < cursor && from >= cursor) {
            cursor = to;
        }
    }

    /** Where the pass goes on: slots before it have been visited. */
    int cursor() {
        return cursor;
    }

    void cursor(int slot) {
        cursor = slot;
    }

    void clear() {
        size = 0;
        layOut(MIN_CAPACITY);
    }

    /** Gives memory back after a burst; the table stays ample for what is there. */
    void shrinkIfSparse() {
        int capacity = capacity();
        if (capacity > MIN_CAPACITY && size < capacity >> 4) {
            layOutAnew(capacity >> 2);
        }
    }

    private void grow() {
        if (capacity() >= MAX_CAPACITY) {
            throw new IllegalStateException(size + " pending trees in one spout task, and no room for more;"
                    + " set topology.max.spout.pending");
        }
        layOutAnew(capacity() << 1);
    }

    private void layOutAnew(int capacity) {
        long[] oldRecords = records;
        @Nullable Object[] oldMessageIds = messageIds;
        long[] oldEmitNanos = emitNanos;
        layOut(capacity);
        for (int old = 0; old < oldMessageIds.length; old++) {
            long root = oldRecords[old << RECORD_SHIFT];
            if (root != 0) {
                int slot = freeSlot(root);
                System.arraycopy(oldRecords, old << RECORD_SHIFT, records, slot << RECORD_SHIFT, 1 << RECORD_SHIFT);
                messageIds[slot] = oldMessageIds[old];
                emitNanos[slot] = oldEmitNanos[old];
            }
        }
    }

    private void layOut(int capacity) {
        records = new long[capacity << RECORD_SHIFT];
        messageIds = new @Nullable Object[capacity];
        emitNanos = new long[capacity];
        slotMask = capacity - 1;
        blockShift = Long.SIZE - (Integer.numberOfTrailingZeros(capacity) - BLOCK_BITS);
        cursor = 0;
    }

    private int home(long root) {
        int block = (int) (((root >>> BLOCK_BITS) * GOLDEN) >>> blockShift);
        return (block << BLOCK_BITS) | (int) (root & BLOCK_MASK);
    }
}
