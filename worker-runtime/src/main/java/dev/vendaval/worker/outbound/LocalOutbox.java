package dev.vendaval.worker.outbound;

import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.Inbox;
import dev.vendaval.worker.exchange.LocalRing;
import dev.vendaval.worker.exchange.TupleBatch;
import dev.vendaval.worker.exchange.Wakeup;
import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Outbox to an executor of the same worker: gathers a batch and puts it into the receiver's ring when full or at round
 * end. What one call emits beyond the ring's room waits in {@code overshoot}, and the outbox is closed.
 */
final class LocalOutbox extends Outbox {
    private final Inbox receiver;
    private final Wakeup sender;
    private final boolean feedback;
    private final long since;
    private final List<Integer> senderTasks;
    private final Deque<TupleBatch> overshoot = new ArrayDeque<>();
    private @Nullable TupleBatch batch;

    /** Made with the first batch or the end: a sender that never takes part leaves none behind. */
    private @Nullable LocalRing ring;

    /** As many as there were in the batch before. */
    private int expected = 1;

    /** Whether the ring had room for one more in the batch when last looked at. */
    private boolean roomForBatch;

    /** With how many tuples the batch is handed over, full or not: as many as the ring has room for. */
    private int batchLimit;

    /**
     * @param since with which change the sender began
     * @param senderTasks the sender's
     */
    LocalOutbox(Inbox receiver, Wakeup sender, boolean feedback, long since, List<Integer> senderTasks) {
        this.receiver = receiver;
        this.sender = sender;
        this.feedback = feedback;
        this.since = since;
        this.senderTasks = senderTasks;
    }

    private LocalRing ring() {
        LocalRing present = ring;
        if (present == null) {
            present = receiver.localRing(sender, feedback, since, senderTasks);
            ring = present;
        }
        return present;
    }

    /** True if this has begun or ended a batch: only then can the outbox have become dirty or closed. */
    boolean add(RuntimeTuple tuple) {
        TupleBatch gathering = batch;
        boolean begins = gathering == null;
        if (gathering == null) {
            gathering = begin();
        }
        gathering.add(tuple);
        boolean ends = gathering.tupleCount() >= batchLimit;
        if (ends) {
            end(gathering);
        }
        return begins || ends;
    }

    private TupleBatch begin() {
        TupleBatch begun = new TupleBatch(expected);
        batch = begun;
        lookForRoom(begun);
        return begun;
    }

    private void lookForRoom(TupleBatch gathering) {
        int room = overshoot.isEmpty() ? ring().roomTuples() : 0;
        roomForBatch = room > gathering.tupleCount();
        batchLimit = roomForBatch ? room : TupleBatch.CAPACITY;
    }

    private void end(TupleBatch gathered) {
        batch = null;
        expected = gathered.tupleCount();
        if (!overshoot.isEmpty() || !ring().offer(gathered)) {
            overshoot.add(gathered);
        }
    }

    @Override
    boolean isOpen() {
        return feedback || (overshoot.isEmpty() && hasRoomForMore());
    }

    private boolean hasRoomForMore() {
        TupleBatch gathering = batch;
        if (gathering == null) {
            return true;
        }
        if (!roomForBatch) {
            lookForRoom(gathering);
        }
        return roomForBatch;
    }

    @Override
    void refresh() {}

    @Override
    boolean flush() {
        while (!overshoot.isEmpty()) {
            if (!ring().offer(overshoot.element())) {
                return false;
            }
            overshoot.remove();
        }
        TupleBatch gathering = batch;
        if (gathering != null) {
            if (!ring().offer(gathering)) {
                roomForBatch = false;
                return false;
            }
            batch = null;
            expected = gathering.tupleCount();
        }
        return true;
    }

    @Override
    boolean wantRoom() {
        ring().wantRoom();
        return ring().hasRoom();
    }

    @Override
    boolean receiverIsReady() {
        return receiver.isPrepared();
    }

    @Override
    boolean receiverIsReachable() {
        return true;
    }

    @Override
    long touchBit() {
        return 0;
    }

    @Override
    boolean end(DataSection marker) {
        return ring().offer(marker);
    }

    /** Its receiver is in this worker, and takes what comes as long as that lives. */
    @Override
    long abandon(LongConsumer roots) {
        throw new IllegalStateException("a receiver in this worker is not gone before its end has come");
    }

    @Override
    long waitingTuples() {
        long waiting = batch == null ? 0 : batch.tupleCount();
        for (TupleBatch full : overshoot) {
            waiting += full.tupleCount();
        }
        return waiting;
    }
}
