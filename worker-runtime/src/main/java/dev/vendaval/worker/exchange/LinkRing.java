package dev.vendaval.worker.exchange;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import org.jctools.queues.SpscUnboundedArrayQueue;

/**
 * Sections from one link for one executor. Those of feedback edges are set apart on arrival, so that they can be taken
 * first. Accepts whatever comes; what the sender overdraws beyond the window is counted.
 *
 * <p>{@code offer} belongs to the network thread, the consuming side to the executor; the counts are read by both.
 */
final class LinkRing implements InboundRing {
    private static final int CHUNK_SECTIONS = 64;

    private final Inbox inbox;
    private final IntPredicate feedbackSender;
    private final Runnable grantDue;
    private final Part outside;
    private final Part feedback;
    private final AtomicLong consumedTuples = new AtomicLong();
    private final AtomicLong consumedBytes = new AtomicLong();
    private final AtomicLong overdrafts = new AtomicLong();

    /** The most that may have been granted: a window that becomes smaller takes nothing back. */
    private final AtomicLong limitTuples = new AtomicLong();

    /** Who offers only. */
    private long offeredTuples;

    /** Executor only: what the link was last told to report. */
    private long reportedTuples;

    /** Executor only: the window when it was. */
    private int reportedWindow;

    LinkRing(Inbox inbox, IntPredicate feedbackSender, Runnable grantDue) {
        this.inbox = inbox;
        this.feedbackSender = feedbackSender;
        this.grantDue = grantDue;
        this.outside = inbox.outside().add(index -> new Part(inbox.outside(), index));
        this.feedback = inbox.feedback().add(index -> new Part(inbox.feedback(), index));
    }

    @Override
    public void offer(DataSection section) {
        boolean isFeedback = feedbackSender.test(section.senderTask);
        offeredTuples += section.count;
        if (!isFeedback && offeredTuples > limitTuples.get()) {
            overdrafts.lazySet(overdrafts.get() + 1);
        }
        (isFeedback ? feedback : outside).put(section);
    }

    @Override
    public long consumedTuples() {
        return consumedTuples.get();
    }

    @Override
    public long consumedBytes() {
        return consumedBytes.get();
    }

    @Override
    public long windowTuples() {
        long window = inbox.windowTuples();
        limitTuples.accumulateAndGet(consumedTuples.get() + window, Math::max);
        return window;
    }

    @Override
    public boolean ready() {
        return inbox.isPrepared();
    }

    /** Executor: whether nothing is in it, held or not. */
    boolean isEmpty() {
        return outside.isEmpty() && feedback.isEmpty();
    }

    /** How often the sender went over what may have been granted to it. */
    long overdrafts() {
        return overdrafts.get();
    }

    private void grantIfOver(long unreportedLimit) {
        long consumed = consumedTuples.get();
        if (consumed - reportedTuples >= unreportedLimit) {
            reportedTuples = consumed;
            reportedWindow = inbox.windowTuples();
            grantDue.run();
        }
    }

    /** Tells the link that the executor has become ready. */
    void announce() {
        reportedTuples = consumedTuples.get();
        reportedWindow = inbox.windowTuples();
        grantDue.run();
    }

    private final class Part extends DataRing {
        private final RingLane lane;
        private final int index;

        Part(RingLane lane, int index) {
            super(new SpscUnboundedArrayQueue<>(CHUNK_SECTIONS));
            this.lane = lane;
            this.index = index;
        }

        void put(DataSection section) {
            enqueue(section);
            lane.signal(index);
        }

        @Override
        long epoch(Delivery delivery) {
            return delivery instanceof DataSection section ? section.epoch : 0;
        }

        @Override
        boolean isHeld(Delivery delivery, Holds holds) {
            if (!(delivery instanceof DataSection section)) {
                return false;
            }
            return section.isTuples()
                    ? holds.holds(section.epoch, section.senderTask)
                    : holds.holdsMarker(section.epoch);
        }

        @Override
        void polled(Delivery delivery) {
            consumedTuples.lazySet(consumedTuples.get() + delivery.tupleCount());
            if (delivery instanceof DataSection section) {
                consumedBytes.lazySet(consumedBytes.get() + section.length);
            }
        }

        @Override
        void endRound() {
            // The sender has what was granted then, which may be much less than the window of now.
            grantIfOver(Math.max(1, Math.min(inbox.windowTuples(), reportedWindow) / 4));
        }

        @Override
        void idle() {
            grantIfOver(1);
        }
    }
}
