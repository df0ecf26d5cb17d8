package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.exchange.InboundRing;
import org.jspecify.annotations.Nullable;

/**
 * What one sending worker has sent to one executor here, and what it may. The ring outlives sessions, so
 * that order holds across a reconnect; a session counts from where the ring stood when it began.
 *
 * <p>{@link #offer} and {@link #beginSession} are called under the peer's delivery lock; {@link #grant} by
 * the session's one returner at a time; {@link #due} by any thread.
 */
final class InboundCredit {
    /** Bytes that may be under way or waiting per sending worker and executor. */
    static final long WINDOW_BYTES = 4L << 20;

    private final int executor;
    private final InboundRing ring;
    private long offeredTuples;
    private long offeredBytes;
    private volatile long baseTuples;
    private volatile long baseBytes;
    private volatile ReturnFrame.@Nullable Grant last;
    private volatile boolean due;

    private InboundCredit(int executor, InboundRing ring) {
        this.executor = executor;
        this.ring = ring;
    }

    /** With the executor's ring for this sender; or, if there is no such executor, one that swallows all. */
    static InboundCredit of(int executor, @Nullable Inbound inbound, Object sender, Runnable returnSoon) {
        if (inbound == null) {
            return new InboundCredit(executor, new MissingExecutorRing());
        }
        // The ring asks for grants of whichever credit was made for it first; there is one per sender and executor.
        InboundCredit[] made = new InboundCredit[1];
        InboundRing ring = inbound.ring(sender, () -> {
            InboundCredit credit = made[0];
            if (credit != null) {
                credit.due = true;
                returnSoon.run();
            }
        });
        made[0] = new InboundCredit(executor, ring);
        return made[0];
    }

    boolean isMissing() {
        return ring instanceof MissingExecutorRing;
    }

    void beginSession() {
        baseTuples = offeredTuples;
        baseBytes = offeredBytes;
        last = null;
        due = true;
    }

    void offer(DataSection section) {
        offeredTuples += section.count;
        offeredBytes += section.length;
        ring.offer(section);
    }

    /** Marks the credit for return if it has changed since the last time. */
    boolean due() {
        if (!due && changed()) {
            due = true;
        }
        return due;
    }

    /** The present grant, if due. */
    ReturnFrame.@Nullable Grant grant() {
        if (!due) {
            return null;
        }
        due = false;
        ReturnFrame.Grant now = current();
        last = now;
        return now;
    }

    private boolean changed() {
        return !current().equals(last);
    }

    private ReturnFrame.Grant current() {
        long consumedTuples = ring.consumedTuples() - baseTuples;
        long consumedBytes = ring.consumedBytes() - baseBytes;
        ReturnFrame.Grant before = last;
        long limitTuples = before == null ? 0 : before.limitTuples();
        long limitBytes = before == null ? 0 : before.limitBytes();
        if (ring.ready()) {
            limitTuples = Math.max(limitTuples, consumedTuples + ring.windowTuples());
            limitBytes = Math.max(limitBytes, consumedBytes + WINDOW_BYTES);
        }
        return new ReturnFrame.Grant(
                executor, Math.max(0, consumedTuples), limitTuples, Math.max(0, consumedBytes), limitBytes);
    }

    /** Where sections for an executor go that is not here: taken at once, so that no credit stays out. */
    private static final class MissingExecutorRing implements InboundRing {
        private volatile long tuples;
        private volatile long bytes;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // called under the peer's delivery lock
        public void offer(DataSection section) {
            tuples += section.count;
            bytes += section.length;
        }

        @Override
        public long consumedTuples() {
            return tuples;
        }

        @Override
        public long consumedBytes() {
            return bytes;
        }

        @Override
        public long windowTuples() {
            return 0;
        }

        @Override
        public boolean ready() {
            return false;
        }
    }
}
