package dev.vendaval.worker.link;

import dev.vendaval.protocol.frame.FrameConnection;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.fencing.Deaths;
import dev.vendaval.worker.link.HelloReply.Accepted;
import dev.vendaval.worker.link.HelloReply.Reason;
import dev.vendaval.worker.link.HelloReply.Refused;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that other workers send here: greets them and keeps one {@link IncomingPeer} each. Owned by the links thread. */
final class IncomingLinks {
    private static final Logger log = LoggerFactory.getLogger(IncomingLinks.class);
    private static final long SILENCE_LIMIT = TimeUnit.SECONDS.toNanos(10);
    private static final long HELLO_LIMIT = TimeUnit.SECONDS.toNanos(10);

    /** What senders hear when the link ends because the receiver does. */
    static final String STOPPING = "the worker stops";

    private final LinkSettings self;
    private final HelloCheck check;
    private final IntFunction<@Nullable Inbound> inbounds;
    private final PeerNews news;
    private final Deaths deaths;
    private final Executor links;
    private final Map<Integer, IncomingPeer> peers = new ConcurrentHashMap<>();

    /** Connections that have not said hello; one leaves when it speaks or ends, after {@link #HELLO_LIMIT} at the latest. */
    private final Set<IncomingCall> silent = new HashSet<>();

    /**
     * Nothing has come yet.
     *
     * @param deaths whose hellos are refused
     * @param links the links thread
     */
    IncomingLinks(
            LinkSettings self, IntFunction<@Nullable Inbound> inbounds, PeerNews news, Deaths deaths, Executor links) {
        this.self = self;
        this.check = new HelloCheck(self);
        this.inbounds = inbounds;
        this.news = news;
        this.deaths = deaths;
        this.links = links;
    }

    /** A connection has come and is to say hello. */
    void arrived(IncomingCall call) {
        silent.add(call);
    }

    /** Whether the connection was still to say hello. Now it is not: it has, or it is over. */
    boolean noLongerSilent(IncomingCall call) {
        return silent.remove(call);
    }

    /**
     * Answers a hello; one that is refused is closed.
     *
     * @param attach gets the session that the connection belongs to, before the sender can send it a frame
     */
    void greet(Lane lane, byte[] message, FrameConnection connection, long now, Consumer<IncomingSession> attach) {
        Hello hello = Hello.decode(message);
        IncomingPeer known = peers.get(hello.sender().workerIndex());
        Refused refusal = check.refusal(hello, message, known == null ? null : known.newest(), deaths);
        if (refusal != null) {
            refuse(hello, refusal, connection);
            if (check.isProofOfALaterLease(hello, refusal)) {
                news.outdated("worker " + hello.sender() + " wants " + hello.receiver());
            }
            return;
        }
        IncomingPeer peer =
                peers.computeIfAbsent(hello.sender().workerIndex(), index -> new IncomingPeer(index, inbounds, news));
        if (lane == Lane.CONTROL) {
            news.heardFrom(hello.sender());
            IncomingSession session = new IncomingSession(peer, hello, connection, links, self.sectionMaxBytes(), now);
            connection.admit();
            attach.accept(session);
            beginSession(peer, session, hello);
        } else {
            joinSession(peer, hello, connection, attach);
        }
    }

    private void beginSession(IncomingPeer peer, IncomingSession session, Hello hello) {
        peer.begin(session);
        for (Hello.SentSoFar wanted : hello.executors()) {
            session.open(wanted.executor());
        }
        session.accept(accepted(hello, session.received()));
    }

    private void joinSession(
            IncomingPeer peer, Hello hello, FrameConnection connection, Consumer<IncomingSession> attach) {
        IncomingSession session = peer.current();
        if (session == null || !session.hasSaid(hello) || session.isClosed()) {
            refuse(
                    hello,
                    new Refused(Reason.SESSION, "no control lane of this session and attempt is here"),
                    connection);
            return;
        }
        if (session.hasDataLane()) {
            refuse(hello, new Refused(Reason.SESSION, "the data lane of this session is here already"), connection);
            return;
        }
        connection.admit();
        attach.accept(session);
        connection.send(accepted(hello, session.received()));
        session.dataLane(connection); // only now, since the session may close it at once
    }

    /** By now no other connection delivers: the numbers stand still. */
    private byte[] accepted(Hello hello, ReceivedSession received) {
        return new Accepted(
                        Hello.PROTOCOL,
                        self.incarnation(),
                        hello.session(),
                        received.received(Lane.DATA) + 1,
                        received.received(Lane.CONTROL) + 1,
                        received.breaks(Lane.DATA),
                        received.breaks(Lane.CONTROL))
                .encode(self.secret());
    }

    /** A life of a worker is over. */
    void died(Incarnation dead) {
        IncomingPeer peer = peers.get(dead.workerIndex());
        if (peer != null) {
            peer.died(dead);
        }
    }

    /** The newest life of a worker that has spoken here, or null. */
    @Nullable
    Incarnation newest(int worker) {
        IncomingPeer peer = peers.get(worker);
        HelloCheck.Newest newest = peer == null ? null : peer.newest();
        return newest == null ? null : newest.sender();
    }

    /** Whether that worker has said something on its own link in that time; any thread. */
    boolean isHeard(int worker, long now, long withinNanos) {
        IncomingPeer peer = peers.get(worker);
        IncomingSession session = peer == null ? null : peer.current();
        return session != null && !session.isClosed() && session.silentFor(now) <= withinNanos;
    }

    private void refuse(Hello hello, Refused refusal, FrameConnection connection) {
        log.warn("refused a link of worker {}: {} ({})", hello.sender(), refusal.message(), refusal.reason());
        connection.send(refusal.encode(self.secret()));
        connection.close("refused");
    }

    void tick(long now) {
        giveUpSilentCalls(now);
        for (IncomingPeer peer : peers.values()) {
            IncomingSession session = peer.current();
            if (session != null && !session.isClosed()) {
                if (session.silentFor(now) > SILENCE_LIMIT) {
                    session.close("nothing heard for 10 s");
                } else {
                    session.tick(now);
                }
            }
        }
    }

    private void giveUpSilentCalls(long now) {
        for (Iterator<IncomingCall> each = silent.iterator(); each.hasNext(); ) {
            IncomingCall call = each.next();
            if (call.silentFor(now) >= HELLO_LIMIT) {
                each.remove();
                log.warn("a connection to the link port has not said hello within 10 s and is closed");
                call.giveUp("no hello within 10 s");
            }
        }
    }

    void close() {
        for (IncomingPeer peer : peers.values()) {
            IncomingSession session = peer.current();
            if (session != null) {
                session.close(STOPPING);
            }
            if (peer.dropped() > 0) {
                log.warn("{} tuples or control sections came for executors that are not here", peer.dropped());
            }
        }
    }

    /** Any thread. */
    long lostUntracked() {
        return peers.values().stream().mapToLong(IncomingPeer::lostUntracked).sum();
    }
}
