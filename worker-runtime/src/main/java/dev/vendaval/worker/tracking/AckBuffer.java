package dev.vendaval.worker.tracking;

import java.util.Arrays;

/**
 * What one executor has to tell one acker executor at the end of its round. Owned by the executor that fills it.
 *
 * <pre>
 * acks           root, xor          for each ack that tells of no other worker: nearly all
 * touching acks  root, xor, mask    for the others
 * fails          root
 * resets         root               whose deadline is to be moved
 * </pre>
 *
 * Acks of one root in a row share an entry; others are folded together when the buffer is full, before it grows. So it
 * holds no more than twice as many entries as there are live trees, however long the acker does not listen.
 */
public final class AckBuffer {
    /** root, xor */
    public static final int LONGS_PER_ACK = 2;

    /** root, xor, mask */
    public static final int LONGS_PER_TOUCHING_ACK = 3;

    private final Entries acks = new Entries(LONGS_PER_ACK);
    private final Entries touchingAcks = new Entries(LONGS_PER_TOUCHING_ACK);
    private final Entries fails = new Entries(1);
    private final Entries resets = new Entries(1);

    /** Acked and created edges of a root, and the touch bits of the other workers that got some of them. */
    public void ack(long root, long xor, long mask) {
        if (mask == 0) {
            int at = acks.entryOf(root);
            acks.data[at + 1] ^= xor;
        } else {
            int at = touchingAcks.entryOf(root);
            touchingAcks.data[at + 1] ^= xor;
            touchingAcks.data[at + 2] |= mask;
        }
    }

    /** A root to be failed. */
    public void fail(long root) {
        fails.entryOf(root);
    }

    /** A root whose deadline is to be moved. */
    public void resetTimeout(long root) {
        resets.entryOf(root);
    }

    /** Nothing to flush at all. */
    public boolean isEmpty() {
        return (acks.length | touchingAcks.length | fails.length | resets.length) == 0;
    }

    /** The pairs root, xor so far, removed from the buffer; an exact array, empty when none. */
    public long[] takeAcks() {
        return acks.take();
    }

    /** The triples root, xor, mask so far, removed from the buffer; an exact array, empty when none. */
    public long[] takeTouchingAcks() {
        return touchingAcks.take();
    }

    /** The roots to fail so far, removed from the buffer; an exact array, empty when none. */
    public long[] takeFails() {
        return fails.take();
    }

    /** The roots to reset so far, removed from the buffer; an exact array, empty when none. */
    public long[] takeResets() {
        return resets.take();
    }

    /** Longs in rows: a root, then what there is to tell of it. */
    private static final class Entries {
        private static final int FIRST_ROWS = 64;
        private static final long[] NONE = {};

        /** Kept from round to round, 128 KiB; what a large round needed beyond that is given back. */
        private static final int MOST_KEPT = 1 << 14;

        private static final long GOLDEN = 0x9E3779B97F4A7C15L;

        private final int row;
        long[] data = NONE;
        int length;

        Entries(int row) {
            this.row = row;
        }

        /** Where the entry of a root is: the last one, if that is of this root, else a new one. */
        int entryOf(long root) {
            int last = length - row;
            return last >= 0 && data[last] == root ? last : append(root);
        }

        private int append(long root) {
            if (length == data.length) {
                makeRoom();
            }
            int at = length;
            data[at] = root;
            for (int i = at + 1; i < at + row; i++) {
                data[i] = 0;
            }
            length = at + row;
            return at;
        }

        private void makeRoom() {
            foldTogether();
            if (length > data.length / 2 / row * row) {
                data = Arrays.copyOf(data, data.length * 2);
            } else if (data.length == 0) {
                data = new long[FIRST_ROWS * row];
            }
        }

        /** Leaves one entry for each root. */
        private void foldTogether() {
            int rows = length / row;
            int bits = Integer.SIZE - Integer.numberOfLeadingZeros(rows * 2);
            int[] index = new int[1 << bits];
            int kept = 0;
            for (int from = 0; from < length; from += row) {
                int slot = (int) ((data[from] * GOLDEN) >>> (Long.SIZE - bits));
                while (index[slot] != 0 && data[index[slot] - 1] != data[from]) {
                    slot = (slot + 1) & (index.length - 1);
                }
                if (index[slot] == 0) {
                    index[slot] = kept + 1;
                    System.arraycopy(data, from, data, kept, row);
                    kept += row;
                } else {
                    fold(from, index[slot] - 1);
                }
            }
            length = kept;
        }

        private void fold(int from, int into) {
            if (row > 1) {
                data[into + 1] ^= data[from + 1];
            }
            if (row > 2) {
                data[into + 2] |= data[from + 2];
            }
        }

        long[] take() {
            if (length == 0) {
                return NONE;
            }
            long[] taken = Arrays.copyOf(data, length);
            if (data.length > MOST_KEPT) {
                data = NONE;
            }
            length = 0;
            return taken;
        }
    }
}
