package dev.vendaval.worker.tracking;

import java.util.Arrays;

/**
 * What one executor has to tell one acker executor at the end of its round: acks as triples of root, xor and mask, one
 * for each root however often it was acked, so that it holds no more than there are live trees; roots to fail; roots
 * whose deadline is to be moved. Owned by the executor that fills it.
 */
public final class AckBuffer {
    /** root, xor, mask */
    public static final int LONGS_PER_ACK = 3;

    private static final int MIN_ACKS = 64;
    private static final long[] NO_ROOTS = {};
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] acks = new long[MIN_ACKS * LONGS_PER_ACK];
    private int ackLength;
    /** Open addressing from root to triple: generation in the upper half, so that a flush need not clear it. */
    private long[] index = new long[MIN_ACKS * 2];

    private int indexShift = Long.SIZE - Integer.numberOfTrailingZeros(index.length);
    private int generation = 1;
    private long[] fails = NO_ROOTS;
    private int failCount;
    private long[] resets = NO_ROOTS;
    private int resetCount;

    /** Adds to the root's entry, or makes one. */
    public void ack(long root, long xor, long mask) {
        int last = ackLength - LONGS_PER_ACK;
        int at = last >= 0 && acks[last] == root ? last : findOrAppend(root);
        acks[at + 1] ^= xor;
        acks[at + 2] |= mask;
    }

    private int findOrAppend(long root) {
        int slot = (int) ((root * GOLDEN) >>> indexShift);
        while ((int) (index[slot] >>> 32) == generation) {
            int at = (int) index[slot];
            if (acks[at] == root) {
                return at;
            }
            slot = (slot + 1) & (index.length - 1);
        }
        if (ackLength == acks.length) {
            grow();
            return findOrAppend(root);
        }
        index[slot] = entry(ackLength);
        return append(root);
    }

    private long entry(int at) {
        return ((long) generation << 32) | at;
    }

    private int append(long root) {
        int at = ackLength;
        acks[at] = root;
        acks[at + 1] = 0;
        acks[at + 2] = 0;
        ackLength = at + LONGS_PER_ACK;
        return at;
    }

    private void grow() {
        acks = Arrays.copyOf(acks, acks.length * 2);
        if (index.length / 2 < acks.length / LONGS_PER_ACK) {
            growIndex();
        }
    }

    private void growIndex() {
        index = new long[index.length * 2];
        indexShift--;
        for (int at = 0; at < ackLength; at += LONGS_PER_ACK) {
            int slot = (int) ((acks[at] * GOLDEN) >>> indexShift);
            while (index[slot] != 0) {
                slot = (slot + 1) & (index.length - 1);
            }
            index[slot] = entry(at);
        }
    }

    /** A root to be failed. */
    public void fail(long root) {
        if (failCount == fails.length) {
            fails = Arrays.copyOf(fails, Math.max(MIN_ACKS, failCount * 2));
        }
        fails[failCount++] = root;
    }

    /** A root whose deadline is to be moved. */
    public void resetTimeout(long root) {
        if (resetCount > 0 && resets[resetCount - 1] == root) {
            return;
        }
        if (resetCount == resets.length) {
            resets = Arrays.copyOf(resets, Math.max(MIN_ACKS, resetCount * 2));
        }
        resets[resetCount++] = root;
    }

    /** Nothing to flush at all. */
    public boolean isEmpty() {
        return (ackLength | failCount | resetCount) == 0;
    }

    /** The triples root, xor, mask, without a hand-over (the array belongs to the buffer); for an acker of this executor. */
    public long[] acks() {
        return acks;
    }

    /** How many longs of {@link #acks()} are used. */
    public int ackLength() {
        return ackLength;
    }

    /** Hands the array of {@link #acks()} over to the caller (read {@link #ackLength()} first) and starts anew. */
    public long[] takeAcks() {
        long[] taken = acks;
        acks = new long[fittingLength()];
        clearAcks();
        return taken;
    }

    /** Rounds are alike: as much as this one needed, not as much as the largest ever did. */
    private int fittingLength() {
        int length = acks.length;
        while (length > MIN_ACKS * LONGS_PER_ACK && length / 4 >= ackLength) {
            length /= 2;
        }
        return length;
    }

    /** Forgets the acks after they were applied in place. */
    public void clearAcks() {
        ackLength = 0;
        generation++;
        if (generation <= 0) {
            generation = 1;
            Arrays.fill(index, 0);
        }
    }

    /** The roots to fail so far, removed from the buffer; an exact array, empty when none. */
    public long[] takeFails() {
        long[] taken = failCount == 0 ? NO_ROOTS : Arrays.copyOf(fails, failCount);
        failCount = 0;
        return taken;
    }

    /** The roots to reset so far, removed from the buffer; an exact array, empty when none. */
    public long[] takeResets() {
        long[] taken = resetCount == 0 ? NO_ROOTS : Arrays.copyOf(resets, resetCount);
        resetCount = 0;
        return taken;
    }
}
