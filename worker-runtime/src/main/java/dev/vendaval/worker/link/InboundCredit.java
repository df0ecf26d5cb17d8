package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.InboundRing;
import org.jspecify.annotations.Nullable;

/**
 * What one session grants its sender for one executor. All numbers count from where the channel stood
 * when the session met it, are absolute, and limits never go back, so that a grant that is lost or comes
 * twice does no harm as long as one comes later; the session repeats them every second.
 *
 * <p>Belongs to its session alone: a session that has been replaced may still look at its own credits, and
 * takes nothing away from its successor's. Made under the peer's delivery lock; {@link #grantIfDue} and
 * {@link #grant} are called by the session's one returner at a time, the marks by any thread.
 */
final class InboundCredit {
    /** Bytes that may be under way or waiting per sending worker and executor. */
    static final long WINDOW_BYTES = 4L << 20;

    private final InboundChannel channel;
    private final long baseTuples;
    private final long baseBytes;
    private volatile ReturnFrame.@Nullable Grant last;
    private volatile boolean due = true;

    InboundCredit(InboundChannel channel) {
        this.channel = channel;
        this.baseTuples = channel.offeredTuples();
        this.baseBytes = channel.offeredBytes();
    }

    InboundChannel channel() {
        return channel;
    }

    /** The next return carries it. */
    void markDue() {
        due = true;
    }

    /** The next return carries it if it differs from what was granted last. */
    void markDueIfChanged() {
        if (!due && !current().equals(last)) {
            due = true;
        }
    }

    /** The present grant if it is due, else null. */
    ReturnFrame.@Nullable Grant grantIfDue() {
        return due ? grant() : null;
    }

    /** The present grant, due or not. */
    ReturnFrame.Grant grant() {
        due = false; // before the ring is read, so that what is consumed from here on marks it again
        ReturnFrame.Grant now = current();
        last = now;
        return now;
    }

    private ReturnFrame.Grant current() {
        InboundRing ring = channel.ring();
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
                channel.executor(), Math.max(0, consumedTuples), limitTuples, Math.max(0, consumedBytes), limitBytes);
    }
}
