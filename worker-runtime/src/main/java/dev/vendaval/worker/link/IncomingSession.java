package dev.vendaval.worker.link;

import dev.vendaval.protocol.frame.FrameConnection;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.ControlSection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving end of one connection pair: takes frames in order, hands sections on, returns
 * acknowledgements and credits.
 *
 * <pre>
 * GREETING -> WELCOME -> OPEN        any of these -> CLOSING -> CLOSED
 * </pre>
 *
 * The links thread greets and ticks. Each lane's frames come on one network thread; on few cores it is the same for
 * both. Everything that goes back is written by the <em>returner</em>: whoever calls {@link #returnNow} first
 * works for all who come meanwhile, as in {@link OutgoingLane}, so that the connections have one writer at a time; after
 * a turn of limited length the links thread goes on. Anybody may end the session; the returner closes the connections.
 */
final class IncomingSession {
    private static final Logger log = LoggerFactory.getLogger(IncomingSession.class);

    /** What one caller, perhaps an executor in the midst of its round, does at most for others. */
    static final int ROUNDS_PER_TURN = 16;

    /** An acknowledgement comes after so much, however little the executors consume. */
    private static final long RETURN_AFTER_BYTES = 256 * 1024;

    private static final long REPEAT_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final IncomingPeer peer;
    private final Executor links;
    private final Incarnation sender;
    private final long id;
    private final int attempt;

    // Changed under this object's lock by become alone; read by any thread.
    private volatile IncomingState state = IncomingState.GREETING;
    private volatile String reason = "a hello came";

    // Links thread.
    private long nextRepeat;

    // Links thread, read by the returner.
    private volatile byte[] acceptance = {};
    private volatile @Nullable FrameConnection data;

    // The lanes' network threads, read by the links thread.
    private volatile long lastHeard;

    /** How far it has got, by this connection and those before it. */
    private final ReceivedSession received;

    private final ControlFrameReader.Listener controlSections = new ControlSections();

    // Each of its lane's network thread: what has come since this lane last asked for a return.
    private long dataBytes;
    private long controlBytes;

    // The returner; there is one while this is not 0.
    private final AtomicInteger returners = new AtomicInteger();
    private final FrameConnection control;
    private boolean dataClosed;
    private long returnedData;
    private long returnedControl;

    // Set by the links thread, cleared by the returner before it returns everything.
    private volatile boolean repeatDue;

    /** @param links goes on where a returner's turn ended */
    IncomingSession(IncomingPeer peer, Hello hello, FrameConnection control, Executor links, int sectionMax, long now) {
        this.peer = peer;
        this.links = links;
        this.sender = hello.sender();
        this.id = hello.session();
        this.attempt = hello.attempt();
        this.control = control;
        this.received = peer.received(hello, sectionMax);
        this.lastHeard = now;
        this.nextRepeat = now;
    }

    Incarnation sender() {
        return sender;
    }

    int attempt() {
        return attempt;
    }

    ReceivedSession received() {
        return received;
    }

    /** Whether the hello of a data lane belongs to the control lane that this session began with. */
    boolean hasSaid(Hello hello) {
        return sender.equals(hello.sender()) && id == hello.session() && attempt == hello.attempt();
    }

    boolean isClosed() {
        return state.isOver();
    }

    // ---- links thread

    /** Sends the acceptance, and from then on what is due. */
    void accept(byte[] reply) {
        acceptance = reply;
        become(IncomingState.WELCOME, "its credits are known");
        returnNow();
    }

    /** The sender wants to send to this executor; it gets credit from the next return on. */
    void open(int executor) {
        peer.deliver(this, () -> credit(executor));
    }

    /** A second one would come from somebody else, with a hello that he has overheard. */
    boolean hasDataLane() {
        return data != null;
    }

    /** The data lane has been accepted. From now on it ends with the session, at once if that is over. */
    void dataLane(FrameConnection connection) {
        data = connection;
        returnNow();
    }

    /**
     * Returns what has changed, and once a second everything, so that the sender hears something and a grant that
     * went astray is made good.
     */
    void tick(long now) {
        if (now - nextRepeat >= 0) {
            nextRepeat = now + REPEAT_EVERY;
            repeatDue = true;
        }
        for (InboundCredit credit : received.credits().values()) {
            credit.markDueIfChanged();
        }
        returnNow();
    }

    long silentFor(long now) {
        return now - lastHeard;
    }

    // ---- network threads, and the links thread while greeting

    /** Under the peer's delivery lock: counts from where the channel stands now. */
    void meet(InboundChannel channel) {
        received.credits().computeIfAbsent(channel.executor(), each -> new InboundCredit(channel));
    }

    private InboundCredit credit(int executor) {
        InboundCredit known = received.credits().get(executor);
        return known != null
                ? known
                : received.credits().computeIfAbsent(executor, each -> new InboundCredit(peer.channel(each)));
    }

    // ---- network threads

    /** A frame of either lane after the greeting. */
    void frame(Lane lane, byte[] frame, long now) {
        lastHeard = now;
        if (lane == Lane.CONTROL && frame.length == 1 && frame[0] == FrameKind.KEEP_ALIVE) {
            return;
        }
        if (lane == Lane.DATA) {
            long sequence = DataFrameReader.sequence(frame, FrameKind.DATA);
            peer.deliver(this, () -> data(sequence, frame));
            dataBytes = returnBeforeTheRingIsFull(dataBytes + frame.length);
        } else {
            long sequence = DataFrameReader.sequence(frame, FrameKind.CONTROL);
            peer.deliverControl(this, () -> control(sequence, frame));
            controlBytes = returnBeforeTheRingIsFull(controlBytes + frame.length);
        }
    }

    private void data(long sequence, byte[] frame) {
        if (received.isNext(Lane.DATA, sequence)) {
            received.takeData(
                    sequence,
                    frame,
                    section -> peer.data(credit(section.receiverExecutor).channel(), section));
        } else {
            log.debug("data lane: frame {} came again", sequence);
        }
    }

    private void control(long sequence, byte[] frame) {
        if (received.isNext(Lane.CONTROL, sequence)) {
            received.takeControl(sequence, frame, controlSections);
        } else {
            log.debug("control lane: frame {} came again", sequence);
        }
    }

    /** The sender keeps what is not acknowledged, and stops when that is much. */
    private long returnBeforeTheRingIsFull(long bytes) {
        if (bytes < RETURN_AFTER_BYTES) {
            return bytes;
        }
        returnNow();
        return 0;
    }

    private final class ControlSections implements ControlFrameReader.Listener {
        @Override
        public void opened(int executor) {
            open(executor);
            returnNow();
        }

        @Override
        public void section(ControlSection section) {
            peer.control(sender, section);
        }
    }

    // ---- any thread

    /** Ends both connections, so that the sender connects anew. Only the first reason counts. */
    void close(String why) {
        become(IncomingState.CLOSING, why);
        returnNow();
    }

    /** The one place where the state changes. Says whether it did: what somebody else has ended stays ended. */
    private synchronized boolean become(IncomingState next, String why) {
        if (!state.mayBecome(next)) {
            if (!state.isOver()) {
                throw new IllegalStateException(
                        "session of " + sender + " cannot go from " + state + " to " + next + ": " + why);
            }
            return false;
        }
        log.debug("session {} of {}: {} -> {}: {}", id, sender, state, next, why);
        reason = why;
        state = next;
        return true;
    }

    /** The executor has consumed so much that the sender should hear of it. */
    void grantDue(int executor) {
        InboundCredit credit = received.credits().get(executor);
        if (credit != null) {
            credit.markDue();
            returnNow();
        }
    }

    /** Sends acknowledgements and the credits that are due, or does what else the state asks for. */
    void returnNow() {
        if (returners.getAndIncrement() == 0) {
            takeTurn();
        }
    }

    // ---- returner

    private void takeTurn() {
        int seen = returners.get();
        for (int round = 0; seen != 0; round++) {
            if (round == ROUNDS_PER_TURN) {
                links.execute(this::takeTurn);
                return;
            }
            returnOrEnd();
            seen = returners.addAndGet(-seen);
        }
    }

    /**
     * Whatever goes wrong ends the session, so that it is never silent for ever while it looks open. An error goes on to
     * the links thread, which ends the worker: the returner may be anybody.
     */
    private void returnOrEnd() {
        try {
            returnOnce();
        } catch (RuntimeException | Error e) {
            log.error("session {} of {}: nothing could be returned; it is reset", id, sender, e);
            if (become(IncomingState.CLOSING, "reset: nothing could be returned: " + e)) {
                returners.incrementAndGet(); // one more round, which closes the connections
            }
            if (e instanceof Error error) {
                links.execute(() -> {
                    throw error;
                });
            }
        }
    }

    private void returnOnce() {
        switch (state) {
            case GREETING -> {}
            case WELCOME -> welcome();
            case OPEN -> returnWhatIsDue();
            case CLOSING -> closeConnections();
            case CLOSED -> closeData();
        }
    }

    private void welcome() {
        if (become(IncomingState.OPEN, "the acceptance leaves")) {
            control.send(acceptance);
            returnWhatIsDue();
        }
    }

    private void returnWhatIsDue() {
        if (!control.isReady()) {
            return; // its readiness or the next tick goes on
        }
        boolean repeat = repeatDue;
        if (repeat) {
            repeatDue = false;
        }
        List<ReturnFrame.Grant> grants = grants(repeat);
        long dataReceived = received.received(Lane.DATA); // before the untracked tuples, which are counted before it
        long controlReceived = received.received(Lane.CONTROL);
        if (repeat || !grants.isEmpty() || dataReceived != returnedData || controlReceived != returnedControl) {
            returnedData = dataReceived;
            returnedControl = controlReceived;
            control.send(new ReturnFrame(dataReceived, controlReceived, received.untrackedReceived(), grants).encode());
        }
    }

    /** Those that are due, or all. */
    private List<ReturnFrame.Grant> grants(boolean all) {
        List<ReturnFrame.Grant> grants = new ArrayList<>();
        for (InboundCredit credit : received.credits().values()) {
            ReturnFrame.Grant grant = all ? credit.grant() : credit.grantIfDue();
            if (grant != null) {
                grants.add(grant);
            }
        }
        return grants;
    }

    /** By the returner, so that nothing is sent afterwards. */
    private void closeConnections() {
        String why = reason;
        become(IncomingState.CLOSED, why);
        control.close(why);
        closeData();
    }

    private void closeData() {
        FrameConnection present = data;
        if (present != null && !dataClosed) {
            dataClosed = true;
            present.close(reason);
        }
    }
}
