package dev.vendaval.worker.tracking;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The pending trees of one spout task: young ones in a ring, by the sequence number in their root. A tree's slot is that
 * number modulo the capacity, so finding it takes one compare, and trees that begin together lie together.
 *
 * <pre>
 * records     root | xor | deadline | emit time    4 longs a slot, root 0 = free
 * masks       touch bits                           made with the first that is not 0
 * messageIds  the spout's id                       apart, since only begin and end of a tree touch them
 * </pre>
 *
 * <p>Slots are taken in blocks of 256. What still lives in a block when its turn comes again moves to a
 * {@link TreeTable}; those are few, since the ring grows instead when they are more than 1 in 8. It shrinks when it was
 * never more than 1 in 16 full over a whole turn. Message ids get a new array for each block taken: young ids in a young
 * array cost the collector nothing to speak of, in one that is kept for good each store is noted and looked at again,
 * which G1 charges with a fence.
 *
 * <p>A tree is named by a <em>place</em>, good until the next {@link #add}, {@link #remove} or {@link #clear}: 0 and above
 * a slot of the ring, below {@link #NONE} one of the table. Owned by its {@link Tracker}.
 *
 * <p>A <em>pass</em> visits every tree at least once, in pieces, while others come and go: the ring first, since trees
 * move from there to the table only; each begins anew when it is laid out anew. Trees added during a pass may or may not
 * be visited.
 */
final class Trees {
    static final int NONE = -1;

    private static final int FIRST_OF_TABLE = -2;

    private static final int MIN_CAPACITY = 1 << 10;

    /** 2 to the 26th slots take about 2.4 GB: no heap of ours holds the trees' message ids, too, beyond that. */
    private static final int MAX_CAPACITY = 1 << 26;

    private static final int BLOCK_BITS = 8;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int IN_BLOCK = BLOCK - 1;
    private static final int MOST_LEFT_IN_BLOCK = BLOCK / 8;
    private static final int SPARSE_SHIFT = 4;

    private static final int RECORD_SHIFT = 2;
    private static final int XOR = 1;
    private static final int DEADLINE = 2;
    private static final int EMIT_NANOS = 3;
    private static final long NO_BLOCK = -1;
    private static final long[] NO_MASKS = {};
    private static final @Nullable Object[] NO_IDS = {};

    private final TreeTable table = new TreeTable();
    private long[] records = {};
    private int slotMask;
    private int inRing;
    private long[] masks = NO_MASKS;
    private @Nullable Object[][] messageIds = {};

    /** The block of sequence numbers that trees begin in at present, and its message ids. */
    private long block = NO_BLOCK;

    private @Nullable Object[] blockIds = NO_IDS;

    /** The most trees in the ring at the beginning of a block, since its first block was begun. */
    private int mostInTurn;

    /** Where the pass goes on in the ring, whose capacity was this when the pass began there. */
    private int cursor;

    private int cursorCapacity;

    Trees() {
        layOut(MIN_CAPACITY);
    }

    int size() {
        return inRing + table.size();
    }

    private int ringCapacity() {
        return slotMask + 1;
    }

    /** How many trees and free places there are now. */
    int capacity() {
        return ringCapacity() + table.capacity();
    }

    /** The place of a root, or {@link #NONE}. */
    int find(long root) {
        int slot = (int) root & slotMask;
        return records[slot << RECORD_SHIFT] == root ? slot : findOld(root);
    }

    private int findOld(long root) {
        if (table.size() == 0) {
            return NONE;
        }
        int slot = table.find(root);
        return slot == TreeTable.NONE ? NONE : placeInTable(slot);
    }

    private static int placeInTable(int slot) {
        return FIRST_OF_TABLE - slot;
    }

    private static int tableSlot(int place) {
        return FIRST_OF_TABLE - place;
    }

    /** Adds a root that is not there. */
    void add(long root, Object messageId, long emittedNanos, long xor, long mask, long deadline) {
        if (root >>> BLOCK_BITS != block) {
            beginBlock(root);
        }
        int slot = (int) root & slotMask;
        int record = slot << RECORD_SHIFT;
        long[] ring = records;
        ring[record] = root;
        ring[record + XOR] = xor;
        ring[record + DEADLINE] = deadline;
        ring[record + EMIT_NANOS] = emittedNanos;
        blockIds[slot & IN_BLOCK] = messageId;
        if (masks.length > 0) {
            masks[slot] = mask;
        } else if (mask != 0) {
            addMask(slot, mask);
        }
        inRing++;
    }

    private void beginBlock(long root) {
        int first = firstOfBlock(root);
        if (first == 0) {
            endTurn();
            first = firstOfBlock(root);
        }
        mostInTurn = Math.max(mostInTurn, inRing);
        if (treesInBlock(first) > MOST_LEFT_IN_BLOCK && ringCapacity() < MAX_CAPACITY) {
            grow();
            first = firstOfBlock(root);
        }
        for (int slot = first; slot < first + BLOCK; slot++) {
            moveToTable(slot);
        }
        block = root >>> BLOCK_BITS;
        blockIds = new @Nullable Object[BLOCK];
        messageIds[first >> BLOCK_BITS] = blockIds;
    }

    private int firstOfBlock(long root) {
        return (int) root & slotMask & -BLOCK;
    }

    private int treesInBlock(int first) {
        int count = 0;
        for (int slot = first; slot < first + BLOCK; slot++) {
            count += root(slot) == 0 ? 0 : 1;
        }
        return count;
    }

    private void moveToTable(int slot) {
        long root = root(slot);
        if (root != 0) {
            long mask = masks.length == 0 ? 0 : masks[slot];
            table.add(root, messageId(slot), emitNanos(slot), fold(slot, 0, 0), mask, deadline(slot));
            remove(slot);
        }
    }

    /** Gives memory back after a burst, which keeps what is used within the processor's caches, too. */
    private void endTurn() {
        if (ringCapacity() > MIN_CAPACITY && mostInTurn < ringCapacity() >> SPARSE_SHIFT) {
            int smaller = ringCapacity() >> 1;
            // Two trees may want the same slot now; what lives is few.
            for (int slot = 0; slot <= slotMask; slot++) {
                moveToTable(slot);
            }
            layOut(smaller);
        }
        mostInTurn = 0;
    }

    private void grow() {
        long[] oldRecords = records;
        long[] oldMasks = masks;
        @Nullable Object[][] oldIds = messageIds;
        int oldCapacity = ringCapacity();
        layOut(oldCapacity << 1);
        for (int from = 0; from < oldCapacity; from++) {
            int record = from << RECORD_SHIFT;
            long root = oldRecords[record];
            if (root != 0) {
                int slot = (int) root & slotMask;
                System.arraycopy(oldRecords, record, records, slot << RECORD_SHIFT, 1 << RECORD_SHIFT);
                idsOf(slot)[slot & IN_BLOCK] = oldIds[from >> BLOCK_BITS][from & IN_BLOCK];
                if (oldMasks.length > 0 && oldMasks[from] != 0) {
                    addMask(slot, oldMasks[from]);
                }
            }
        }
    }

    private @Nullable Object[] idsOf(int slot) {
        int index = slot >> BLOCK_BITS;
        if (messageIds[index].length == 0) {
            messageIds[index] = new @Nullable Object[BLOCK];
        }
        return messageIds[index];
    }

    private void layOut(int capacity) {
        records = new long[capacity << RECORD_SHIFT];
        slotMask = capacity - 1;
        masks = NO_MASKS;
        messageIds = new @Nullable Object[capacity >> BLOCK_BITS][];
        Arrays.fill(messageIds, NO_IDS);
        block = NO_BLOCK;
        blockIds = NO_IDS;
    }

    /** Folds acked and created edges into a tree; 0 when all edges are acked. */
    long fold(int place, long xor, long mask) {
        if (place < 0) {
            return table.fold(tableSlot(place), xor, mask);
        }
        if (mask != 0) {
            addMask(place, mask);
        }
        return records[(place << RECORD_SHIFT) + XOR] ^= xor;
    }

    private void addMask(int slot, long mask) {
        if (masks.length == 0) {
            masks = new long[ringCapacity()];
        }
        masks[slot] |= mask;
    }

    /** The root at a place, 0 if it is free. */
    long root(int place) {
        return place >= 0 ? records[place << RECORD_SHIFT] : table.root(tableSlot(place));
    }

    long deadline(int place) {
        return place >= 0 ? records[(place << RECORD_SHIFT) + DEADLINE] : table.deadline(tableSlot(place));
    }

    void deadline(int place, long deadline) {
        if (place >= 0) {
            records[(place << RECORD_SHIFT) + DEADLINE] = deadline;
        } else {
            table.deadline(tableSlot(place), deadline);
        }
    }

    /** The touch bits of a tree. */
    long mask(int place) {
        if (place < 0) {
            return table.mask(tableSlot(place));
        }
        return masks.length == 0 ? 0 : masks[place];
    }

    Object messageId(int place) {
        return place >= 0
                ? Objects.requireNonNull(messageIds[place >> BLOCK_BITS][place & IN_BLOCK])
                : table.messageId(tableSlot(place));
    }

    long emitNanos(int place) {
        return place >= 0 ? records[(place << RECORD_SHIFT) + EMIT_NANOS] : table.emitNanos(tableSlot(place));
    }

    void remove(int place) {
        if (place >= 0) {
            records[place << RECORD_SHIFT] = 0;
            messageIds[place >> BLOCK_BITS][place & IN_BLOCK] = null;
            inRing--;
        } else {
            table.remove(tableSlot(place));
        }
    }

    /** Every tree, in no order; {@code action} adds and removes none. */
    void forEach(IntConsumer action) {
        for (int slot = 0; slot <= slotMask; slot++) {
            if (root(slot) != 0) {
                action.accept(slot);
            }
        }
        for (int slot = 0; slot < table.capacity(); slot++) {
            if (table.root(slot) != 0) {
                action.accept(placeInTable(slot));
            }
        }
    }

    /** The place of the tree that was emitted first, or {@link #NONE}. */
    int oldest() {
        int oldest = NONE;
        for (int slot = 0; slot <= slotMask; slot++) {
            oldest = root(slot) == 0 ? oldest : older(oldest, slot);
        }
        for (int slot = 0; table.size() > 0 && slot < table.capacity(); slot++) {
            oldest = table.root(slot) == 0 ? oldest : older(oldest, placeInTable(slot));
        }
        return oldest;
    }

    private int older(int one, int other) {
        return one == NONE || emitNanos(other) - emitNanos(one) < 0 ? other : one;
    }

    void clear() {
        inRing = 0;
        mostInTurn = 0;
        layOut(MIN_CAPACITY);
        table.clear();
    }

    void beginPass() {
        cursor = 0;
        cursorCapacity = ringCapacity();
        table.cursor(0);
    }

    /** The place that the pass is at, {@link #NONE} at its end. */
    int placeInPass() {
        if (cursor < cursorCapacity && cursorCapacity != ringCapacity()) {
            cursor = 0;
            cursorCapacity = ringCapacity();
        }
        if (cursor < cursorCapacity) {
            return cursor;
        }
        return table.cursor() < table.capacity() ? placeInTable(table.cursor()) : NONE;
    }

    /** The place was visited. */
    void visited(int place) {
        if (place >= 0) {
            cursor = place + 1;
        } else {
            table.cursor(tableSlot(place) + 1);
        }
    }

    /** Gives memory back after a burst. */
    void endPass() {
        table.cursor(0);
        table.shrinkIfSparse();
    }
}
