package dev.vendaval.worker.link;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.fencing.Death;
import dev.vendaval.worker.fencing.Deaths;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link from this worker to one other. Opened when an executor first asks for credit or sends, if
 * {@link Links#open} has not opened it before.
 *
 * <pre>
 * IDLE -> CONNECTING -> OPEN -> WAITING -> CONNECTING ...      any -> CLOSED
 * </pre>
 *
 * The state and everything about connecting belong to the links thread. Executors only reach the {@link OutgoingSessions}:
 * lanes and credit accounts, which need no lock. A connection that breaks says nothing of the other worker: its session waits
 * and goes on with the next one, without loss, repetition or disorder. It ends when the life of the worker does that it is
 * bound to: what was handed over is lost then (tracked: its trees fail by their touch masks; untracked: counted), and a
 * new session begins.
 */
final class OutgoingLink implements LinkAttempt.Listener {
    private static final Logger log = LoggerFactory.getLogger(OutgoingLink.class);
    private static final long BACKOFF_FIRST = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long BACKOFF_LAST = TimeUnit.SECONDS.toNanos(1);
    private static final long HANDSHAKE_LIMIT = TimeUnit.SECONDS.toNanos(5);

    private final LinkSettings self;
    private final LinkEnvironment environment;
    private final Executor links;

    /** Where the other worker listens, written by the links thread; see {@link LinkEnds#NO_PORT}. */
    private volatile WorkerSlot peer;

    private final Deaths deaths;
    private final LostTuples lost;
    private final Consumer<Incarnation> onDeath;
    private final LongSupplier epoch;
    private final OutgoingSessions sessions;
    private final LinkPulse pulse = new LinkPulse();

    private volatile LinkState state = LinkState.IDLE;
    private volatile @Nullable LinkAttempt attempt;

    /** The oldest life of the other worker that may be met. */
    private Incarnation wanted;

    private int attempts;
    private long connectingSince;
    private long nextAttemptAt;
    private long backoff = BACKOFF_FIRST;
    private HelloReply.@Nullable Reason reported;

    /**
     * @param deaths that this worker knows of: the other one is told of them
     * @param lost hears of what a living worker will not get
     * @param onDeath hears on the links thread of a life that this link has found to be over
     * @param epoch the change of the plan that this worker follows, 0 for none; links thread
     */
    OutgoingLink(
            LinkSettings self,
            LinkEnvironment environment,
            Executor links,
            WorkerSlot peer,
            Deaths deaths,
            LostTuples lost,
            Consumer<Incarnation> onDeath,
            LongSupplier epoch) {
        this.self = self;
        this.environment = environment;
        this.links = links;
        this.peer = peer;
        this.deaths = deaths;
        this.lost = lost;
        this.onDeath = onDeath;
        this.epoch = epoch;
        this.wanted = new Incarnation(peer.index(), peer.lease(), 0);
        this.sessions = new OutgoingSessions(this::newSession);
    }

    // ---- executors, any thread

    RemoteExecutor view(int executor) {
        return sessions.view(this, executor);
    }

    void want(int executor) {
        sessions.present().open(executor);
        links.execute(this::open);
    }

    /** The end of a channel: behind all that was sent before, and first in every later session. */
    void end(DataSection marker) {
        sessions.end(marker);
    }

    void sendControl(ControlSection section) {
        sessions.present().send(section);
        if (state == LinkState.IDLE) {
            links.execute(this::open);
        }
    }

    // ---- reports, any thread

    long creditsOut() {
        return sessions.present().creditsOut();
    }

    long unackedFrames() {
        return sessions.present().unackedFrames();
    }

    /** Handed over to a life that is over, and not said to have arrived: some of them may have. */
    long lostUntracked() {
        return sessions.lostUntracked();
    }

    LinkState state() {
        return state;
    }

    // ---- links thread

    void open() {
        if (state == LinkState.IDLE && isPlaced()) {
            connect(environment.nanoTime().getAsLong());
        }
    }

    /** The other worker is known to listen. */
    void retryNow() {
        connectNow();
    }

    void tick(long now) {
        switch (state) {
            case WAITING -> {
                if (isPlaced() && now - nextAttemptAt >= 0) {
                    connect(now);
                }
            }
            case CONNECTING -> {
                if (now - connectingSince >= HANDSHAKE_LIMIT) {
                    breakOff("no answer to the hello within 5 s");
                }
            }
            case OPEN -> {
                String trouble = pulse.beat(sessions.present(), now);
                if (trouble != null) {
                    breakOff(trouble);
                }
                sessions.wakeWhereCreditLies();
            }
            case IDLE, CLOSED -> {}
        }
    }

    void close() {
        if (state == LinkState.CLOSED) {
            return;
        }
        become(LinkState.CLOSED, "the worker stops");
        LinkAttempt current = attempt;
        if (current != null) {
            current.close();
        }
        sessions.present().disconnect();
    }

    private boolean isPlaced() {
        return peer.port() != LinkEnds.NO_PORT;
    }

    /** The other worker has this slot now; what was under way to its lives before is lost already, see {@link #died}. */
    void placed(WorkerSlot slot) {
        WorkerSlot before = peer;
        if (slot.lease() <= before.lease() || state == LinkState.CLOSED) {
            return;
        }
        peer = slot;
        log.info("{} from now on: the worker has another slot, lease {}", this, slot.lease());
        if (wanted.lease() < slot.lease()) {
            wanted = new Incarnation(slot.index(), slot.lease(), 0);
        }
        boolean elsewhere = before.port() != slot.port() || !before.host().equals(slot.host());
        if (elsewhere && (state == LinkState.CONNECTING || state == LinkState.OPEN)) {
            breakOff("its slot was given away");
        }
        connectNow();
        if (sessions.hasViews()) {
            open();
        }
    }

    /** The life of the other worker that this link is bound to, or null. */
    @Nullable
    Incarnation receiver() {
        return sessions.receiver();
    }

    /** A life of the other worker is over, and all before it: nothing more goes there, and what went is lost. */
    void died(Incarnation dead) {
        if (wanted.compareTo(dead) <= 0) {
            wanted = new Incarnation(dead.workerIndex(), dead.lease(), dead.launchCount() + 1);
        }
        Incarnation bound = sessions.receiver();
        if (state == LinkState.CLOSED || bound == null || bound.compareTo(dead) > 0) {
            return;
        }
        dropSession();
        LinkAttempt current = attempt;
        if (current != null) {
            current.close();
            waitForNext("worker " + bound + " has died");
        }
    }

    /** The other worker is to know of a death before it gets anything that carries its number. */
    void tell(Death death) {
        sessions.tell(session -> session.tell(death));
    }

    /** The other worker is to follow this change of the plan, too. */
    void tellEpoch(long version) {
        sessions.tell(session -> session.tellEpoch(version));
    }

    /** Nobody waits for the ends of channels any more. */
    void forgetEnds() {
        sessions.forgetEnds();
    }

    /** The other worker is to know that this one is empty and will end. */
    void tellThatThisWorkerLeaves() {
        sessions.tell(OutgoingSession::tellThatThisWorkerLeaves);
    }

    private void connect(long now) {
        become(LinkState.CONNECTING, "attempt " + (attempts + 1));
        connectingSince = now;
        attempts++;
        HostPort address = new HostPort(peer.host(), peer.port());
        LinkAttempt next = new LinkAttempt(environment, address, self.secret(), sessions.present(), links, this);
        attempt = next;
        next.openControl(hello(Lane.CONTROL));
    }

    private byte[] hello(Lane lane) {
        OutgoingSession current = sessions.present();
        List<Hello.SentSoFar> executors = sessions.wanted()
                .limit(Hello.MOST_EXECUTORS)
                .map(view -> new Hello.SentSoFar(
                        view.executor(), current.account(view.executor()).sentTuples()))
                .toList();
        Hello hello = new Hello(
                Hello.PROTOCOL,
                Hello.PROTOCOL,
                lane,
                self.schemaHash(),
                self.topologyId(),
                self.incarnation(),
                wanted,
                current.id,
                attempts,
                current.data.firstUnacknowledged(),
                current.control.firstUnacknowledged(),
                executors);
        return hello.encode(self.secret());
    }

    @Override
    public void accepted(LinkAttempt from, Lane lane, HelloReply.Accepted reply, FrameSink sink) {
        if (from != attempt || state != LinkState.CONNECTING) {
            return;
        }
        OutgoingSession session = sessions.present();
        Incarnation met = reply.receiver();
        if (reply.session() != session.id || met.compareTo(wanted) < 0 || deaths.isOver(met)) {
            breakOff("worker " + met + " answered session " + reply.session() + ", expected " + wanted);
            return;
        }
        Incarnation bound = sessions.receiver();
        if (bound != null && met.compareTo(bound) > 0) {
            onDeath.accept(bound); // which drops the session
            connectNow();
            return;
        }
        if (bound == null) {
            wanted = met;
            sessions.meet(met, deaths.all(), epoch.getAsLong());
        }
        OutgoingLane outgoing = lane == Lane.CONTROL ? session.control : session.data;
        if (!outgoing.canResumeAt(reply.next(lane))) {
            giveUpSession(lane + " frame " + reply.next(lane) + " is wanted next");
            return;
        }
        if (reply.breaks(lane) >= ReceivedSession.MOST_BREAKS) {
            giveUpSession(lane + " frame " + reply.next(lane) + " cannot be taken in there");
            return;
        }
        session.connect(lane, sink, reply.next(lane));
        if (lane == Lane.CONTROL) {
            from.openData(hello(Lane.DATA));
        } else {
            opened();
        }
    }

    /** Whether the other worker has said something in that time; any thread. */
    boolean isHeard(long now, long withinNanos) {
        return state == LinkState.OPEN && pulse.silentFor(now) <= withinNanos;
    }

    private void opened() {
        pulse.begin(environment.nanoTime().getAsLong());
        backoff = BACKOFF_FIRST;
        reported = null;
        become(LinkState.OPEN, "both lanes accepted");
        sessions.present().connected(true);
        sessions.wakeAll(); // credit counts again, and feedback has somebody to go to
    }

    /** It lives, and it does not know how far the session had got: so nobody does. */
    private void giveUpSession(String why) {
        log.error("{} cannot go on: {}; trees of what was under way fail", this, why);
        sessions.renew().giveUp(lost, this::sendControl);
        breakOff(why);
    }

    private void connectNow() {
        if (state == LinkState.WAITING && isPlaced()) {
            backoff = BACKOFF_FIRST;
            connect(environment.nanoTime().getAsLong());
        }
    }

    @Override
    public void refused(LinkAttempt from, HelloReply.Refused refusal) {
        if (from != attempt) {
            return;
        }
        if (refusal.reason() != reported) {
            reported = refusal.reason();
            log.warn("{} refused the link: {} ({})", this, refusal.message(), refusal.reason());
        }
        if (refusal.reason().isFence()) {
            environment.endWorker().accept(new FencedException(this + " refused it: " + refusal.message()));
        }
        backoff = BACKOFF_LAST;
        waitForNext("refused");
    }

    @Override
    public void ended(LinkAttempt from, String why) {
        if (from == attempt) {
            breakOff(why);
        }
    }

    /** The connection is of no use any more: try again later. */
    private void breakOff(String why) {
        if (state == LinkState.CLOSED) {
            return;
        }
        LinkAttempt current = attempt;
        if (current != null) {
            current.close();
        }
        if (state == LinkState.OPEN) {
            if (why.equals(IncomingLinks.STOPPING)) {
                log.info("{} ended: {}", this, why);
            } else {
                log.warn("{} broke: {}; it connects anew and goes on", this, why);
            }
        }
        waitForNext(why);
    }

    private void waitForNext(String why) {
        sessions.present().disconnect();
        attempt = null;
        nextAttemptAt = environment.nanoTime().getAsLong() + backoff;
        backoff = Math.min(BACKOFF_LAST, backoff * 2);
        if (state != LinkState.WAITING) {
            become(LinkState.WAITING, why);
        }
    }

    /** What it was bound to is over. */
    private void dropSession() {
        OutgoingSession old = sessions.renew();
        old.drop(this::sendControl);
        long tuples = old.creditsOut();
        if (tuples > 0) {
            log.warn("{}: {} tuples were under way or not yet reported consumed when it died", this, tuples);
        }
    }

    private OutgoingSession newSession(LongConsumer onLost) {
        return new OutgoingSession(
                environment.sessionIds().getAsLong(),
                self.incarnation(),
                self.sectionMaxBytes(),
                self.ringBytes(),
                links,
                this::breakOff,
                onLost);
    }

    private void become(LinkState next, String why) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException(this + " cannot go from " + state + " to " + next + ": " + why);
        }
        log.debug("{}: {} -> {}: {}", this, state, next, why);
        state = next;
    }

    // ---- network threads

    @Override
    public void returned(LinkAttempt from, ReturnFrame frame) {
        if (from != attempt) {
            return;
        }
        pulse.heard(environment.nanoTime().getAsLong());
        from.session().returned(frame, from.sink(Lane.CONTROL), from.sink(Lane.DATA));
        for (ReturnFrame.Grant grant : frame.grants()) {
            sessions.wake(grant.executor());
        }
    }

    @Override
    public void ready(LinkAttempt from, Lane lane) {
        OutgoingSession carried = from.session();
        (lane == Lane.CONTROL ? carried.control : carried.data).drain();
    }

    @Override
    public String toString() {
        WorkerSlot slot = peer;
        return "link to worker " + slot.index()
                + (isPlaced() ? " at " + slot.host() + ":" + slot.port() : ", which has no slot");
    }
}
