package dev.vendaval.worker.link;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What may be sent to one executor in one session, and what has been. Senders are executors on any
 * thread: several may see the same last credit, but only one gets it. Grants come from
 * the control lane's network thread and, the first ones, from the links thread; they are absolute and only
 * ever raise what is known, so that the order in which they are taken in does not matter.
 */
final class CreditAccount {
    private final AtomicLong sentTuples = new AtomicLong();
    private final AtomicLong sentBytes = new AtomicLong();
    private final AtomicLong consumedTuples = new AtomicLong();
    private final AtomicLong limitTuples = new AtomicLong();
    private final AtomicLong limitBytes = new AtomicLong();

    long available() {
        long tuples = limitTuples.get() - sentTuples.get();
        return tuples > 0 && limitBytes.get() - sentBytes.get() <= 0 ? 0 : tuples;
    }

    /** Whether there ever was any. */
    boolean isGranted() {
        return limitTuples.get() > 0;
    }

    /** Takes credit for a section; false, and nothing is taken, if there is not enough. The last bytes may be overdrawn. */
    boolean take(int tuples, int bytes) {
        long sent = sentTuples.get();
        while (limitTuples.get() - sent >= tuples && limitBytes.get() - sentBytes.get() > 0) {
            if (sentTuples.compareAndSet(sent, sent + tuples)) {
                sentBytes.addAndGet(bytes);
                return true;
            }
            sent = sentTuples.get();
        }
        return false;
    }

    /** Counts what is sent whatever the credit: feedback. */
    void sent(int tuples, int bytes) {
        sentTuples.addAndGet(tuples);
        sentBytes.addAndGet(bytes);
    }

    void granted(ReturnFrame.Grant grant) {
        raise(consumedTuples, grant.consumedTuples());
        raise(limitTuples, grant.limitTuples());
        raise(limitBytes, grant.limitBytes());
    }

    private static void raise(AtomicLong known, long reported) {
        known.accumulateAndGet(reported, Math::max);
    }

    long sentTuples() {
        return sentTuples.get();
    }

    /** Tuples sent and not yet reported consumed. */
    long outstanding() {
        return Math.max(0, sentTuples.get() - consumedTuples.get());
    }
}
