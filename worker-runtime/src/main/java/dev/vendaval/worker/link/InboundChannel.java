package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.exchange.InboundRing;
import org.jspecify.annotations.Nullable;

/**
 * The way from one other worker to one executor here: the executor's ring for that worker, and what has
 * been put there. It outlives connections, so that order holds across a reconnect, and its counts only
 * rise; what a session may count from is kept in its {@link InboundCredit}.
 *
 * <p>{@link #offer} and the offered counts are used under the peer's delivery lock, the rest by any thread.
 */
final class InboundChannel {
    private final int executor;
    private final InboundRing ring;
    private long offeredTuples;
    private long offeredBytes;

    private InboundChannel(int executor, InboundRing ring) {
        this.executor = executor;
        this.ring = ring;
    }

    /** With the executor's ring for this sender; or, if there is no such executor, one that swallows all. */
    static InboundChannel of(int executor, @Nullable Inbound inbound, Object sender, Runnable grantDue) {
        return new InboundChannel(
                executor, inbound == null ? new MissingExecutorRing() : inbound.ring(sender, grantDue));
    }

    int executor() {
        return executor;
    }

    boolean isMissing() {
        return ring instanceof MissingExecutorRing;
    }

    InboundRing ring() {
        return ring;
    }

    void offer(DataSection section) {
        ring.offer(section); // first: what is refused is offered again
        offeredTuples += section.count;
        offeredBytes += section.length;
    }

    long offeredTuples() {
        return offeredTuples;
    }

    long offeredBytes() {
        return offeredBytes;
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
