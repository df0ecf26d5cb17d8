package dev.vendaval.worker.link;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What may be sent to one executor in one session, and what has been. Senders are executors on any
 * thread: several may see the same last credit and overdraw by what each has in hand. Grants come from
 * the session's network thread only.
 */
final class CreditAccount {
    private final AtomicLong sentTuples = new AtomicLong();
    private final AtomicLong sentBytes = new AtomicLong();
    private volatile long consumedTuples;
    private volatile long limitTuples;
    private volatile long limitBytes;

    long available() {
        long tuples = limitTuples - sentTuples.get();
        return tuples > 0 && limitBytes - sentBytes.get() <= 0 ? 0 : tuples;
    }

    void sent(int tuples, int bytes) {
        sentTuples.addAndGet(tuples);
        sentBytes.addAndGet(bytes);
    }

    void granted(ReturnFrame.Grant grant) {
        consumedTuples = Math.max(consumedTuples, grant.consumedTuples());
        limitTuples = Math.max(limitTuples, grant.limitTuples());
        limitBytes = Math.max(limitBytes, grant.limitBytes());
    }

    long sentTuples() {
        return sentTuples.get();
    }

    /** Tuples sent and not yet reported consumed. */
    long outstanding() {
        return Math.max(0, sentTuples.get() - consumedTuples);
    }
}
