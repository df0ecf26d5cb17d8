package dev.vendaval.worker.exchange;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Everything that waits for one executor: data in one ring per sender, and the control lane.
 *
 * <pre>
 * executors of this worker --LocalRing--+--> feedback lane   (from the executor's own cycle: taken first)
 * links                    --LinkRing---+--> outside lane
 * both                     --------------> control lane      (never waits for data)
 * </pre>
 *
 * Senders and links may call from any thread; taking out belongs to the executor. The control lane has no bound of its
 * own: links put in whatever arrives, senders in this worker hold their acks back, still coalescing, while
 * {@link #CONTROL_BACKLOG} sections wait. A spout's executor calls nextTuple only when it has taken in all of it, so what
 * gathers here is at most what the trees begun so far still cause, and goes down from then on.
 */
public final class Inbox implements Inbound {
    /** Executors of the same worker add no more control sections than this. */
    static final int CONTROL_BACKLOG = 1024;

    /** The smallest window of a link, unless the executor is slow: two full sections. */
    public static final int MIN_WINDOW_TUPLES = 2 * TupleBatch.CAPACITY;

    /** The most a link may have under way to one executor, however fast it is. */
    public static final int MAX_WINDOW_TUPLES = 8192;

    /** From so many on, the room of an executor of the same worker is bounded by its ring alone. */
    static final int RING_TUPLES = LocalRing.CAPACITY_BATCHES * TupleBatch.CAPACITY;

    /** The room of a sender until it is known what a tuple takes: few, since it may be seconds. */
    static final int FIRST_ROOM_TUPLES = 8;

    /** Until then, if tuples are under way to it before its tasks are there: what gathers meanwhile, so that senders go on. */
    private static final int ARRIVING_ROOM_TUPLES = MIN_WINDOW_TUPLES;

    /** However slow the executor is: one to be called with, one that is there when that call returns. */
    private static final int MIN_ROOM_TUPLES = 2;

    /** How long what waits from one sender may take: far less than a message time-out, far more than a hand-over. */
    private static final long ROOM_NANOS = 100_000_000;

    private static final int CONTROL_CHUNK = 256;

    private final MpscUnboundedArrayQueue<ControlSection> control = new MpscUnboundedArrayQueue<>(CONTROL_CHUNK);
    private final Map<Object, LinkRing> linkRings = new ConcurrentHashMap<>();
    private final IntPredicate feedbackSender;
    private final Wakeup owner;
    private final Holds holds = new Holds();
    private final RingLane outside;
    private final RingLane feedback;
    private volatile boolean prepared;
    private volatile int window = MIN_WINDOW_TUPLES;
    private volatile int room;

    /**
     * @param owner of the executor
     * @param feedbackSender whether tuples of a task come on a feedback edge
     */
    public Inbox(Wakeup owner, IntPredicate feedbackSender) {
        this(owner, feedbackSender, FIRST_ROOM_TUPLES);
    }

    /** The same for one that arrives with a change, to which tuples come before its tasks. */
    public static Inbox ofArriving(Wakeup owner, IntPredicate feedbackSender) {
        return new Inbox(owner, feedbackSender, ARRIVING_ROOM_TUPLES);
    }

    private Inbox(Wakeup owner, IntPredicate feedbackSender, int room) {
        this.room = room;
        this.owner = owner;
        this.feedbackSender = feedbackSender;
        this.outside = new RingLane(owner, holds);
        this.feedback = new RingLane(owner, holds);
    }

    /** A ring for an executor of this worker that has been there from its beginning. */
    public LocalRing localRing(Wakeup sender, boolean isFeedback) {
        return localRing(sender, isFeedback, 0, List.of());
    }

    /**
     * A ring for an executor of this worker.
     *
     * @param since with which change of the plan the sender began; 0: with its worker
     * @param senderTasks the sender's
     */
    public LocalRing localRing(Wakeup sender, boolean isFeedback, long since, List<Integer> senderTasks) {
        RingLane lane = isFeedback ? feedback : outside;
        return lane.add(index -> new LocalRing(this::roomTuples, lane, index, !isFeedback, sender, since, senderTasks));
    }

    /** Executor: what it leaves in here for now. */
    public Holds holds() {
        return holds;
    }

    /** Executor: some of what was held is free. */
    public void released() {
        outside.lookAgain();
        feedback.lookAgain();
    }

    /** Executor: whether nothing waits, held or not; control apart. */
    public boolean isEmpty() {
        return outside.isEmpty() && feedback.isEmpty();
    }

    /** Executor: whether nothing waits, held or not, that came from another worker. */
    public boolean isEmptyFrom(SenderWorker sender) {
        LinkRing ring = linkRings.get(sender);
        return ring == null || ring.isEmpty();
    }

    @Override
    public InboundRing ring(Object sender, Runnable grantDue) {
        return linkRings.computeIfAbsent(sender, added -> new LinkRing(this, feedbackSender, grantDue));
    }

    @Override
    public void control(ControlSection section) {
        control.offer(section);
        VarHandle.fullFence();
        owner.wake();
    }

    /** Whether an executor of this worker should keep its control sections for now. */
    public boolean controlIsBackedUp() {
        return control.size() >= CONTROL_BACKLOG;
    }

    /** Executor: the next control section. */
    public @Nullable ControlSection pollControl() {
        return control.poll();
    }

    /** Executor: the next delivery from inside its cycle. */
    public @Nullable Delivery pollFeedback() {
        return feedback.poll();
    }

    /** Executor: the next delivery from outside its cycle. */
    public @Nullable Delivery pollOutside() {
        return outside.poll();
    }

    /** Executor: lets producers know of the room made in this round. */
    public void endRound() {
        feedback.endRound();
        outside.endRound();
    }

    /** Executor: it has nothing to do, so links report what was consumed, however little. */
    public void idle() {
        feedback.idle();
        outside.idle();
    }

    /** Executor: its components are prepared, so that links grant credit. */
    public void prepared() {
        prepared = true;
        linkRings.values().forEach(LinkRing::announce);
    }

    /** Whether the executor's components have been prepared; any thread. */
    public boolean isPrepared() {
        return prepared;
    }

    /** Executor: how many tuples it can process in the time that queues of links should be long. */
    public void setWindow(long tuples) {
        int wanted = (int) Math.max(MIN_WINDOW_TUPLES, Math.min(MAX_WINDOW_TUPLES, tuples));
        if (isNews(window, wanted)) {
            window = wanted;
        }
    }

    /**
     * Executor: how long it takes for a tuple at present, all told. What each of its senders may have waiting, an executor
     * of this worker or a link, is bounded to what takes {@link #ROOM_NANOS}, so that trees do not time out in queues. It
     * grows to the double at most: how slow those further on are shows only when they have had some. And it shrinks to half
     * of it at most: the machine may have stood still.
     */
    public void setPace(long nanosPerTuple) {
        long least = Math.max(MIN_ROOM_TUPLES, room / 2);
        long most = Math.min(MAX_WINDOW_TUPLES, 2L * room);
        int wanted = (int) Math.max(least, Math.min(most, ROOM_NANOS / nanosPerTuple));
        if (isNews(room, wanted)) {
            room = wanted;
        }
    }

    /** Small changes are not worth the write to a line that other threads read. */
    private static boolean isNews(int before, int now) {
        return Math.abs(now - before) > before / 4;
    }

    /** How many tuples each of its senders may have waiting at present; any thread. */
    public int roomTuples() {
        return room;
    }

    int windowTuples() {
        return Math.min(window, room);
    }

    RingLane outside() {
        return outside;
    }

    RingLane feedback() {
        return feedback;
    }

    /** How many tuples wait in all. */
    public long queuedTuples() {
        return outside.queuedTuples() + feedback.queuedTuples();
    }

    /** How many tuples wait that came on feedback edges. */
    public long queuedFeedbackTuples() {
        return feedback.queuedTuples();
    }

    /** How often links sent more than was granted. */
    public long overdrafts() {
        return linkRings.values().stream().mapToLong(LinkRing::overdrafts).sum();
    }
}
