package dev.vendaval.worker.link;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
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
 * The state and everything about connecting belong to the links thread. Executors only reach the lanes
 * and the credit accounts, which need no lock. When an open connection breaks, its session is dropped:
 * what was handed over and not delivered is lost (tracked: times out, untracked: counted), and both
 * ends count from zero in a new one.
 */
final class OutgoingLink implements LinkAttempt.Listener {
    private static final Logger log = LoggerFactory.getLogger(OutgoingLink.class);
    private static final long BACKOFF_FIRST = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long BACKOFF_LAST = TimeUnit.SECONDS.toNanos(1);
    private static final long HANDSHAKE_LIMIT = TimeUnit.SECONDS.toNanos(5);
    private static final long KEEP_ALIVE_EVERY = TimeUnit.SECONDS.toNanos(1);
    private static final long SILENCE_LIMIT = TimeUnit.SECONDS.toNanos(10);

    /** The receiver acknowledges what arrives, consumed or not; so a lane on which nothing is has stopped to carry. */
    private static final long STALL_LIMIT = TimeUnit.SECONDS.toNanos(10);

    private final LinkSettings self;
    private final LinkEnvironment environment;
    private final Executor links;
    private final WorkerSlot peer;
    private final ControlFramer controlFramer;
    private final OutgoingLane control;
    private final Map<Integer, RemoteView> views = new ConcurrentHashMap<>();

    /** Added to by the links thread and by senders that were too late for a session. */
    private final AtomicLong lostUntracked = new AtomicLong();

    private volatile OutgoingSession session;
    private volatile Incarnation receiver;
    private volatile long touchBit;
    private volatile long lastHeard;

    private volatile LinkState state = LinkState.IDLE;
    private volatile @Nullable LinkAttempt attempt;
    private int attempts;
    private long connectingSince;
    private long nextAttemptAt;
    private long backoff = BACKOFF_FIRST;
    private long nextKeepAlive;
    private HelloReply.@Nullable Reason reported;

    OutgoingLink(LinkSettings self, LinkEnvironment environment, Executor links, WorkerSlot peer) {
        this.self = self;
        this.environment = environment;
        this.links = links;
        this.peer = peer;
        this.receiver = new Incarnation(peer.index(), peer.lease(), 0);
        this.controlFramer = new ControlFramer(self.incarnation());
        this.control = new OutgoingLane(controlFramer, links, this::breakOff);
        this.session = newSession();
    }

    // ---- executors, any thread

    RemoteExecutor view(int executor) {
        synchronized (views) { // so that a view is made before a session is dropped, and moved, or after
            return views.computeIfAbsent(executor, each -> new RemoteView(this, each, session));
        }
    }

    void want(int executor) {
        controlFramer.open(executor);
        control.drain();
        links.execute(this::open);
    }

    void sendControl(ControlSection section) {
        controlFramer.add(section);
        control.drain();
        if (state == LinkState.IDLE) {
            links.execute(this::open);
        }
    }

    long touchBit() {
        return touchBit;
    }

    // ---- reports, any thread

    long creditsOut() {
        return session.creditsOut();
    }

    long unackedFrames() {
        return control.unacknowledged() + session.data.unacknowledged();
    }

    /** Sent and not said to have arrived when a connection broke: some of them may have. */
    long lostUntracked() {
        return lostUntracked.get();
    }

    LinkState state() {
        return state;
    }

    // ---- links thread

    void open() {
        if (state == LinkState.IDLE) {
            connect(environment.nanoTime().getAsLong());
        }
    }

    /** The other worker is known to listen. */
    void retryNow() {
        if (state == LinkState.WAITING) {
            backoff = BACKOFF_FIRST;
            connect(environment.nanoTime().getAsLong());
        }
    }

    void tick(long now) {
        switch (state) {
            case WAITING -> {
                if (now - nextAttemptAt >= 0) {
                    connect(now);
                }
            }
            case CONNECTING -> {
                if (now - connectingSince >= HANDSHAKE_LIMIT) {
                    breakOff("no answer to the hello within 5 s");
                }
            }
            case OPEN -> keepAlive(now);
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
        control.disconnect();
        session.data.disconnect();
    }

    private void keepAlive(long now) {
        // Both are asked each time, since asking is how they see progress.
        long dataStalled = session.data.stalledFor(now);
        long controlStalled = control.stalledFor(now);
        if (now - lastHeard >= SILENCE_LIMIT) {
            breakOff("nothing heard for 10 s");
        } else if (dataStalled >= STALL_LIMIT) {
            breakOff("data sent has not been acknowledged for 10 s, though the control lane works");
        } else if (controlStalled >= STALL_LIMIT) {
            breakOff("control sent has not been acknowledged for 10 s, though returns come");
        } else if (now - nextKeepAlive >= 0) {
            nextKeepAlive = now + KEEP_ALIVE_EVERY;
            control.keepAlive();
        }
    }

    private void connect(long now) {
        become(LinkState.CONNECTING, "attempt " + (attempts + 1));
        connectingSince = now;
        attempts++;
        HostPort address = new HostPort(peer.host(), peer.port());
        LinkAttempt next = new LinkAttempt(environment, address, self.secret(), session, links, this);
        attempt = next;
        next.openControl(hello(Lane.CONTROL));
    }

    private byte[] hello(Lane lane) {
        OutgoingSession current = session;
        List<Hello.SentSoFar> wanted = wantedExecutors()
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
                receiver,
                current.id,
                attempts,
                1,
                1,
                wanted);
        return hello.encode(self.secret());
    }

    private Stream<RemoteView> wantedExecutors() {
        return views.values().stream()
                .filter(RemoteView::isWanted)
                .sorted(Comparator.comparingInt(RemoteView::executor));
    }

    @Override
    public void accepted(LinkAttempt from, Lane lane, HelloReply.Accepted reply, FrameSink sink) {
        if (from != attempt || state != LinkState.CONNECTING) {
            return;
        }
        if (reply.session() != session.id || reply.receiver().compareTo(receiver) < 0) {
            breakOff("worker " + reply.receiver() + " answered session " + reply.session() + ", expected " + receiver);
            return;
        }
        if (lane == Lane.CONTROL) {
            meet(reply.receiver());
            wantedExecutors().skip(Hello.MOST_EXECUTORS).forEach(view -> controlFramer.open(view.executor()));
            control.connect(sink);
            from.openData(hello(Lane.DATA));
        } else {
            long now = environment.nanoTime().getAsLong();
            lastHeard = now;
            nextKeepAlive = now + KEEP_ALIVE_EVERY;
            backoff = BACKOFF_FIRST;
            reported = null;
            become(LinkState.OPEN, "both lanes accepted");
            session.data.connect(sink);
        }
    }

    private void meet(Incarnation met) {
        if (receiver.launchCount() > 0 && met.compareTo(receiver) > 0) {
            log.info("worker {} has been replaced by {}", receiver, met);
        }
        receiver = met;
        touchBit = met.touchBit();
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
        backoff = BACKOFF_LAST;
        waitForNext("refused");
    }

    @Override
    public void ended(LinkAttempt from, String why) {
        if (from == attempt) {
            breakOff(why);
        }
    }

    /** The connection is of no use any more: drop what it carried, and try again later. */
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
                log.warn("{} broke: {}", this, why);
            }
            dropSession();
        }
        waitForNext(why);
    }

    private void waitForNext(String why) {
        control.disconnect();
        attempt = null;
        nextAttemptAt = environment.nanoTime().getAsLong() + backoff;
        backoff = Math.min(BACKOFF_LAST, backoff * 2);
        become(LinkState.WAITING, why);
    }

    /** Executors send into the new session before the old one is counted; who is too late counts for itself. */
    private void dropSession() {
        OutgoingSession old = session;
        OutgoingSession fresh = newSession();
        synchronized (views) {
            session = fresh;
            views.values().forEach(view -> view.moveTo(fresh));
        }
        old.drop();
        long tuples = old.creditsOut();
        if (tuples > 0) {
            log.warn("{}: {} tuples were under way or not yet reported consumed; lost ones time out", this, tuples);
        }
    }

    private OutgoingSession newSession() {
        return new OutgoingSession(
                environment.sessionIds().getAsLong(),
                self.sectionMaxBytes(),
                links,
                this::breakOff,
                lostUntracked::addAndGet);
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
        lastHeard = environment.nanoTime().getAsLong();
        control.acknowledged(from.sink(Lane.CONTROL), frame.controlReceived());
        from.session().returned(frame, from.sink(Lane.DATA));
        for (ReturnFrame.Grant grant : frame.grants()) {
            RemoteView view = views.get(grant.executor());
            if (view != null) {
                view.wakeWaiting();
            }
        }
    }

    @Override
    public void ready(LinkAttempt from, Lane lane) {
        if (lane == Lane.CONTROL) {
            control.drain();
        } else {
            session.data.drain();
        }
    }

    @Override
    public String toString() {
        return "link to worker " + peer.index() + " at " + peer.host() + ":" + peer.port();
    }
}
