package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.fencing.Death;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one life of the other worker gets from this one, over all connections: sequence numbers, frames that are not
 * acknowledged, and the credit accounts. When that life is over, the whole session is dropped and a new one starts
 * from zero at both ends. A section that a late sender adds to a dropped
 * session is lost with it, and that sender counts it: each untracked tuple is counted either by who drops
 * the session or by who was too late.
 *
 * <p>It is bound to the first life that accepts it, and while a connection is broken it takes nothing within credit:
 * executors hold what they have, since it may be for a successor.
 */
final class OutgoingSession {
    private static final long DROPPED = Long.MIN_VALUE;

    final long id;
    private final int sectionMaxBytes;
    private final DataFramer dataFramer = new DataFramer();
    private final ControlFramer controlFramer;
    private final Map<Integer, CreditAccount> accounts = new ConcurrentHashMap<>();
    private final LongConsumer onLost;

    /** With {@link #DROPPED} once the session is dropped. */
    private final AtomicLong untrackedSent = new AtomicLong();

    private final AtomicLong untrackedReceived = new AtomicLong();
    final OutgoingLane data;
    final OutgoingLane control;

    /** Written by the links thread. */
    private volatile @Nullable Incarnation receiver;

    private volatile long touchBit;
    private volatile boolean connected;

    /**
     * @param onLost told of untracked tuples that were sent and not said to have arrived; any thread
     */
    OutgoingSession(
            long id,
            Incarnation sender,
            int sectionMaxBytes,
            long ringBytes,
            Executor links,
            Consumer<String> onBroken,
            LongConsumer onLost) {
        this.id = id;
        this.onLost = onLost;
        this.controlFramer = new ControlFramer(sender);
        this.data = new OutgoingLane(dataFramer, ringBytes, links, onBroken);
        this.control = new OutgoingLane(controlFramer, ringBytes, links, onBroken);
        this.sectionMaxBytes = sectionMaxBytes;
    }

    // ---- links thread

    /** This life of the other worker gets what is sent. */
    void bind(Incarnation life) {
        receiver = life;
        touchBit = life.touchBit();
    }

    @Nullable
    Incarnation receiver() {
        return receiver;
    }

    /** Both lanes are connected, or no longer. */
    void connected(boolean isConnected) {
        connected = isConnected;
    }

    void disconnect() {
        connected = false;
        data.disconnect();
        control.disconnect();
    }

    /** To be told before the number of the death is known to executors. */
    void tell(Death death) {
        controlFramer.death(death);
        control.drain();
    }

    void tellEpoch(long version) {
        controlFramer.epoch(version);
        control.drain();
    }

    void open(int executor) {
        controlFramer.open(executor);
        control.drain();
    }

    void tellThatThisWorkerLeaves() {
        controlFramer.left();
        control.drain();
    }

    /** A lane goes on at this connection from the wanted frame on. */
    void connect(Lane lane, FrameSink sink, long wanted) {
        OutgoingLane outgoing = lane == Lane.CONTROL ? control : data;
        outgoing.connect(sink, wanted);
    }

    private List<DataSection> sections(SentFrame frame) {
        DataSection pieced = frame.pieced();
        return pieced == null ? new DataFrameReader(sectionMaxBytes).read(frame.bytes()) : List.of(pieced);
    }

    /**
     * That life is over: what was handed over is lost, and the touch masks say whose trees that concerns. But what control
     * tells of may be trees of the next life, whose tuples came by way of others before this worker heard of the death: they
     * fail.
     *
     * @param fails takes what fails the trees that unacknowledged control told of
     */
    void drop(Consumer<ControlSection> fails) {
        disconnect();
        long sent = untrackedSent.getAndAdd(DROPPED);
        onLost.accept(Math.max(0, sent - untrackedReceived.get()));
        data.abandon(frame -> {}, () -> {});
        leaveControl(fails);
    }

    private void leaveControl(Consumer<ControlSection> fails) {
        control.abandon(
                frame -> controlFramer.fails(frame.bytes()).forEach(fails),
                () -> controlFramer.leaveTo(
                        waiting -> ControlFramer.failOf(waiting).ifPresent(fails)));
    }

    /**
     * The receiver lives and cannot go on with the session: the trees of all that it has not acknowledged fail.
     *
     * @param fails takes what fails the trees that unacknowledged control told of
     */
    void giveUp(LostTuples lost, Consumer<ControlSection> fails) {
        disconnect();
        long sent = untrackedSent.getAndAdd(DROPPED);
        onLost.accept(Math.max(0, sent - untrackedReceived.get()));
        data.abandon(frame -> sections(frame).forEach(lost::lost), () -> dataFramer.leaveTo(lost::lost));
        leaveControl(fails);
    }

    // ---- any thread

    boolean isConnected() {
        return connected;
    }

    long touchBit() {
        return touchBit;
    }

    CreditAccount account(int executor) {
        return accounts.computeIfAbsent(executor, each -> new CreditAccount());
    }

    Map<Integer, CreditAccount> accounts() {
        return accounts;
    }

    /** What may be sent to an executor now. */
    long credit(CreditAccount account) {
        return connected ? account.available() : 0;
    }

    boolean isGranted(CreditAccount account) {
        return connected && account.isGranted();
    }

    void send(ControlSection section) {
        controlFramer.add(section);
        control.drain();
    }

    void send(CreditAccount account, DataSection section) {
        add(account, section);
        data.drain();
    }

    void sendAll(CreditAccount account, List<DataSection> sections) {
        for (DataSection section : sections) {
            add(account, section);
        }
        data.drain();
    }

    /** As many of the sections, from the first on, as there is credit for; returns how many. */
    int sendWithinCredit(CreditAccount account, List<DataSection> sections) {
        int sent = 0;
        while (connected && sent < sections.size() && addWithinCredit(account, sections.get(sent))) {
            sent++;
        }
        data.drain();
        return sent;
    }

    private boolean addWithinCredit(CreditAccount account, DataSection section) {
        check(section);
        if (!account.take(section.count, section.length)) {
            return false;
        }
        enqueue(section);
        return true;
    }

    private void add(CreditAccount account, DataSection section) {
        check(section);
        if (!section.isHandOver()) { // it is for the worker, not for the executor that grants credit
            account.sent(section.count, section.length);
        }
        enqueue(section);
    }

    private void check(DataSection section) {
        if (section.length > sectionMaxBytes) {
            throw new IllegalArgumentException(
                    section + " exceeds the " + sectionMaxBytes + " bytes that a section may have");
        }
    }

    private void enqueue(DataSection section) {
        if (section.untracked > 0 && untrackedSent.getAndAdd(section.untracked) < 0) {
            onLost.accept(section.untracked);
            return;
        }
        dataFramer.add(section);
    }

    /** Tuples for an executor that wait for a connection, or for one to take them. */
    long unsentTuples(int executor) {
        return dataFramer.waitingFor(executor);
    }

    /** Numbers only ever rise: the first frames come on the links thread, perhaps after a later one. */
    void returned(ReturnFrame frame, @Nullable FrameSink controlCarrier, @Nullable FrameSink dataCarrier) {
        control.acknowledged(controlCarrier, frame.controlReceived());
        data.acknowledged(dataCarrier, frame.dataReceived());
        untrackedReceived.accumulateAndGet(frame.untrackedReceived(), Math::max);
        for (ReturnFrame.Grant grant : frame.grants()) {
            account(grant.executor()).granted(grant);
        }
    }

    long creditsOut() {
        return accounts.values().stream().mapToLong(CreditAccount::outstanding).sum();
    }

    long unackedFrames() {
        return control.unacknowledged() + data.unacknowledged();
    }
}
