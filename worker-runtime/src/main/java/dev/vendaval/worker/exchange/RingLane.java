package dev.vendaval.worker.exchange;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rings of one inbox that are taken from alike, read round robin by a ready bitmap: producers set the bit of their
 * ring, the executor clears it when it found the ring empty. Beyond 64 rings several share a bit, which costs a look at
 * each of them.
 *
 * <p>{@link #add} and {@link #signal} are for any thread, the rest for the executor.
 */
final class RingLane {
    private static final int BITS = Long.SIZE;
    private static final VarHandle READY;

    static {
        try {
            READY = MethodHandles.lookup().findVarHandle(RingLane.class, "ready", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** In the place of one that was removed. */
    private static final class NoRing extends DataRing {
        NoRing() {
            super(new ArrayDeque<>());
        }

        @Override
        long epoch(Delivery delivery) {
            return 0;
        }

        @Override
        boolean isHeld(Delivery delivery, Holds holds) {
            return false;
        }

        @Override
        void polled(Delivery delivery) {}

        @Override
        void endRound() {}

        @Override
        void idle() {}
    }

    private final Wakeup owner;
    private final Holds holds;
    private final List<DataRing> polled = new ArrayList<>();

    /** Changed by {@link #READY} only. */
    private volatile long ready;

    private volatile DataRing[] rings = new DataRing[0];
    private int nextBit;
    private int turn;

    RingLane(Wakeup owner, Holds holds) {
        this.owner = owner;
        this.holds = holds;
    }

    /** Makes a ring and gives it its index. */
    synchronized <R extends DataRing> R add(IntFunction<R> factory) {
        DataRing[] before = rings;
        int index = 0;
        while (index < before.length && !(before[index] instanceof NoRing)) {
            index++;
        }
        R ring = factory.apply(index);
        DataRing[] after = Arrays.copyOf(before, Math.max(before.length, index + 1));
        after[index] = ring;
        rings = after;
        return ring;
    }

    /** Executor: nothing will come by this ring any more; its index is free. */
    synchronized void remove(int index) {
        DataRing[] after = rings.clone();
        after[index] = new NoRing();
        rings = after;
    }

    /** Executor: what was held may be free. */
    void lookAgain() {
        int bits = Math.min(BITS, rings.length);
        READY.getAndBitwiseOr(this, bits == BITS ? -1L : (1L << bits) - 1);
    }

    /** Executor: whether nothing is in any ring, held or not. */
    boolean isEmpty() {
        for (DataRing ring : rings) {
            if (!ring.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** A producer has put something into its ring: one fence, an atomic operation only if the bit was clear. */
    void signal(int index) {
        long bit = 1L << index % BITS;
        VarHandle.fullFence();
        if ((ready & bit) == 0) {
            READY.getAndBitwiseOr(this, bit);
        }
        owner.wake();
    }

    /** The next delivery of the rings in turn, or null if all are empty. */
    @Nullable
    Delivery poll() {
        long bits = ready;
        while (bits != 0) {
            int bit = firstFrom(bits, nextBit);
            Delivery delivery = pollSharing(bit);
            if (delivery == null) {
                delivery = clearAndLookAgain(bit);
            }
            if (delivery != null) {
                nextBit = (bit + 1) % BITS;
                return delivery;
            }
            bits = ready;
        }
        return null;
    }

    private static int firstFrom(long bits, int start) {
        return (start + Long.numberOfTrailingZeros(Long.rotateRight(bits, start))) % BITS;
    }

    /** A producer that saw the bit still set did not set it again, but put its delivery there before. */
    private @Nullable Delivery clearAndLookAgain(int bit) {
        long mask = 1L << bit;
        READY.getAndBitwiseAnd(this, ~mask);
        Delivery delivery = pollSharing(bit);
        if (delivery != null) {
            READY.getAndBitwiseOr(this, mask);
        }
        return delivery;
    }

    private @Nullable Delivery pollSharing(int bit) {
        DataRing[] all = rings;
        int sharing = (all.length - bit + BITS - 1) / BITS;
        for (int i = 0; i < sharing; i++) {
            DataRing ring = all[bit + BITS * ((turn + i) % sharing)];
            Delivery delivery = ring.poll(holds);
            if (delivery != null) {
                turn = (turn + i + 1) & Integer.MAX_VALUE;
                notePolled(ring);
                return delivery;
            }
        }
        return null;
    }

    private void notePolled(DataRing ring) {
        if (!ring.polledThisRound) {
            ring.polledThisRound = true;
            polled.add(ring);
        }
    }

    /** Producers of rings that were taken from hear of the room, if they asked. */
    void endRound() {
        if (polled.isEmpty()) {
            return;
        }
        VarHandle.fullFence();
        for (DataRing ring : polled) {
            ring.polledThisRound = false;
            ring.endRound();
        }
        polled.clear();
    }

    /** The executor has nothing to do. */
    void idle() {
        for (DataRing ring : rings) {
            ring.idle();
        }
    }

    /** How many tuples wait. */
    long queuedTuples() {
        long queued = 0;
        for (DataRing ring : rings) {
            queued += ring.queuedTuples();
        }
        return queued;
    }
}
