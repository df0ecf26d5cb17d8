package dev.vendaval.worker.exchange;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.IntSupplier;
import org.jctools.queues.SpscArrayQueue;
import org.jctools.queues.SpscUnboundedArrayQueue;

/**
 * Batches from one executor to another in the same worker. Bounded: its room is the sender's credit, in batches, and in
 * tuples if the receiver is so slow that a ring full of them would take it longer than queues should be. On a feedback edge
 * it is unbounded, since waiting for room inside a cycle could wait for ever; there the cycle's budget bounds it.
 */
public final class LocalRing extends DataRing {
    /** With batches of 64 a busy pair has at most 1,024 tuples under way, so that queues stay short. */
    static final int CAPACITY_BATCHES = 16;

    private static final int CHUNK_BATCHES = 64;

    private final IntSupplier room;
    private final RingLane lane;
    private final int index;
    private final boolean bounded;
    private final Wakeup sender;
    private final long since;
    private final List<Integer> senderTasks;
    private volatile boolean roomWanted;

    /**
     * @param room how many tuples may wait in it, as the receiver has it now
     * @param since with which change the sender began
     * @param senderTasks the sender's
     */
    LocalRing(
            IntSupplier room,
            RingLane lane,
            int index,
            boolean bounded,
            Wakeup sender,
            long since,
            List<Integer> senderTasks) {
        super(bounded ? new SpscArrayQueue<>(CAPACITY_BATCHES) : new SpscUnboundedArrayQueue<>(CHUNK_BATCHES));
        this.room = room;
        this.lane = lane;
        this.index = index;
        this.bounded = bounded;
        this.sender = sender;
        this.since = since;
        this.senderTasks = senderTasks;
    }

    /** Sender: hands a batch over and wakes the receiver if it is parked; false if there is no room. */
    public boolean offer(TupleBatch batch) {
        if ((bounded && freeTuples(room.getAsInt()) == 0) || !enqueue(batch)) {
            return false;
        }
        lane.signal(index);
        return true;
    }

    /** Sender: hands a marker over; false if there is no room. */
    public boolean offer(DataSection marker) {
        if (!enqueue(marker)) {
            return false;
        }
        lane.signal(index);
        return true;
    }

    /** Receiver: the sender has put its last; the ring is given up. */
    void ended() {
        lane.remove(index);
    }

    @Override
    long epoch(Delivery delivery) {
        return delivery instanceof DataSection marker ? marker.epoch : since;
    }

    @Override
    boolean isHeld(Delivery delivery, Holds holds) {
        if (delivery instanceof DataSection marker) {
            return holds.holdsMarker(marker.epoch);
        }
        for (int task : senderTasks) {
            if (holds.holds(since, task)) {
                return true;
            }
        }
        return false;
    }

    /** Sender: how many tuples a batch offered now should have at most; 0: {@link #offer} would be refused. */
    public int roomTuples() {
        if (!bounded) {
            return TupleBatch.CAPACITY;
        }
        return depth() >= CAPACITY_BATCHES ? 0 : Math.min(TupleBatch.CAPACITY, freeTuples(room.getAsInt()));
    }

    /** Of this room; what waits is not counted while its own places bound the ring more tightly. */
    private int freeTuples(int ofRoom) {
        return ofRoom >= Inbox.RING_TUPLES ? ofRoom : (int) Math.max(0, ofRoom - queuedTuples());
    }

    /** Sender: whether {@link #offer} would be accepted now. */
    public boolean hasRoom() {
        return roomTuples() > 0;
    }

    private boolean isHalfFree() {
        int all = room.getAsInt();
        return depth() <= CAPACITY_BATCHES / 2 && freeTuples(all) >= (all + 1) / 2;
    }

    /** Sender: asks to be woken when there is room again; it then looks at {@link #hasRoom} once more. */
    public void wantRoom() {
        roomWanted = true;
        // The receiver looks at the wish after it has made room, the sender at the room after this: one of them sees.
        VarHandle.fullFence();
    }

    @Override
    void polled(Delivery delivery) {
        if (delivery instanceof DataSection) {
            ended();
        }
    }

    @Override
    void endRound() {
        // Only at half: a sender woken for a single place would be parked again at once.
        if (roomWanted && isHalfFree()) {
            roomWanted = false;
            sender.wake();
        }
    }

    @Override
    void idle() {}
}
