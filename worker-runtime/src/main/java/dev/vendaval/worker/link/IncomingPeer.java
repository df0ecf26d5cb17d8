package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.exchange.SenderWorker;
import dev.vendaval.worker.fencing.Death;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving end for one other worker, over all its lives and connections. Holds its newest
 * incarnation, the one connection pair that may deliver, how far its session has got, and the channels that outlive
 * sessions. Greeting happens on the links thread; delivery on the network threads, data under {@link #delivery} and
 * control under {@link #controlDelivery}, so that a replaced connection cannot put anything behind its successor's back.
 */
final class IncomingPeer {
    private static final Logger log = LoggerFactory.getLogger(IncomingPeer.class);

    private final SenderWorker sender;
    private final IntFunction<@Nullable Inbound> inbounds;
    private final Map<Integer, InboundChannel> channels = new ConcurrentHashMap<>();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong lostUntracked = new AtomicLong();
    private final Object delivery = new Object();

    /** Taken before {@link #delivery} where both are. */
    private final Object controlDelivery = new Object();

    private final PeerNews news;
    private @Nullable ReceivedSession received; // links thread
    private volatile @Nullable IncomingSession current;
    private volatile HelloCheck.@Nullable Newest newest; // written by the links thread

    IncomingPeer(int workerIndex, IntFunction<@Nullable Inbound> inbounds, PeerNews news) {
        this.sender = new SenderWorker(workerIndex);
        this.inbounds = inbounds;
        this.news = news;
    }

    // ---- links thread

    HelloCheck.@Nullable Newest newest() {
        return newest;
    }

    @Nullable
    IncomingSession current() {
        return current;
    }

    /** How far the session of a hello has got; it begins if it is a new one. */
    ReceivedSession received(Hello hello, int sectionMaxBytes) {
        ReceivedSession known = received;
        if (known == null || !known.isOf(hello)) {
            known = new ReceivedSession(hello.sender(), hello.session(), sectionMaxBytes);
            received = known;
        }
        return known;
    }

    /** This life of the worker is over: what it has not delivered by now is not taken in any more. */
    void died(Incarnation dead) {
        IncomingSession session = current;
        if (session != null && session.sender().compareTo(dead) <= 0) {
            synchronized (controlDelivery) {
                synchronized (delivery) {
                    current = null;
                }
            }
            session.close("worker " + session.sender() + " is known to have died");
        }
    }

    /** The session delivers from now on; the one before no more. */
    void begin(IncomingSession session) {
        HelloCheck.Newest known = newest;
        if (known != null && session.sender().compareTo(known.sender()) > 0) {
            log.info("worker {} has been replaced by {}", known.sender(), session.sender());
        }
        newest = new HelloCheck.Newest(session.sender(), session.attempt());
        IncomingSession before = current;
        synchronized (controlDelivery) {
            synchronized (delivery) {
                current = session;
                channels.values().forEach(session::meet);
            }
        }
        if (before != null) {
            before.close("replaced by a new connection");
        }
    }

    // ---- network threads

    /**
     * Runs what changes channels, unless the session has been replaced. Nothing in it waits, so that the
     * control lane, which comes here to open executors, is held up for one data frame at most.
     */
    void deliver(IncomingSession session, Runnable delivered) {
        synchronized (delivery) {
            if (current == session) {
                delivered.run();
            }
        }
    }

    /** The same for what comes on the control lane. */
    void deliverControl(IncomingSession session, Runnable delivered) {
        synchronized (controlDelivery) {
            if (current == session) {
                delivered.run();
            }
        }
    }

    /** The way to an executor here; made when first asked for. Under the delivery lock. */
    InboundChannel channel(int executor) {
        InboundChannel known = channels.get(executor);
        return known != null ? known : channels.computeIfAbsent(executor, this::newChannel);
    }

    private InboundChannel newChannel(int executor) {
        InboundChannel channel =
                InboundChannel.of(executor, inbounds.apply(executor), sender, () -> grantDue(executor));
        if (channel.isMissing()) {
            log.warn(
                    "worker {} sends to executor {}, which is not here; what it sends is dropped",
                    sender.index(),
                    executor);
        }
        return channel;
    }

    void data(InboundChannel channel, DataSection section) {
        if (section.isHandOver()) {
            news.handedOver(section);
            return;
        }
        if (channel.isMissing()) {
            dropped.addAndGet(section.count);
            lostUntracked.addAndGet(section.untracked);
        }
        channel.offer(section);
    }

    void control(Incarnation sender, ControlSection section) {
        switch (section.kind) {
            case DEATH -> news.told(sender, new Death(section.deathNumber, incarnationIn(section)));
            case LEFT -> news.left(incarnationIn(section));
            case EPOCH -> news.epoch(numberIn(section, 0, 1));
            case TAKEN_OVER ->
                news.takenOver((int) numberIn(section, 0, 3), numberIn(section, 1, 3), (int) numberIn(section, 2, 3));
            case ACK, TOUCHING_ACK, FAIL, RESET_TIMEOUT, CYCLE_PRESSURE -> toExecutor(section);
        }
    }

    private static long numberIn(ControlSection section, int index, int expected) {
        if (section.length != expected) {
            throw new MalformedFrameException(
                    "a control section " + section.kind + " of " + section.length + " numbers");
        }
        return section.data[index];
    }

    private static Incarnation incarnationIn(ControlSection section) {
        if (section.length != 3) {
            throw new MalformedFrameException(
                    "a control section " + section.kind + " of " + section.length + " numbers");
        }
        return new Incarnation((int) section.data[0], section.data[1], section.data[2]);
    }

    private void toExecutor(ControlSection section) {
        Inbound inbound = inbounds.apply(section.receiverExecutor);
        if (inbound == null) {
            dropped.incrementAndGet();
        } else {
            inbound.control(section);
        }
    }

    // ---- any thread

    /** Tuples and control sections for executors that are not here. */
    long dropped() {
        return dropped.get();
    }

    long lostUntracked() {
        return lostUntracked.get();
    }

    /** By the executor, when it has consumed much: the session of the moment returns it. */
    private void grantDue(int executor) {
        IncomingSession session = current;
        if (session != null) {
            session.grantDue(executor);
        }
    }
}
