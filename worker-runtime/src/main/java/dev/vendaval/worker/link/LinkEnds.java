package dev.vendaval.worker.link;

import dev.vendaval.protocol.frame.FrameConnection;
import dev.vendaval.protocol.frame.FrameListener;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.fencing.Death;
import dev.vendaval.worker.fencing.Deaths;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's ends of all links, in both directions, and what they know of deaths. Pure but for what it is given: time,
 * connections and the links thread, which owns it; what says otherwise is for any thread.
 */
final class LinkEnds implements PeerNews {
    private static final Logger log = LoggerFactory.getLogger(LinkEnds.class);

    /** The port of a worker that has no slot now: nobody is there to connect to, what is for it waits. */
    static final int NO_PORT = 0;

    private final LinkSettings self;
    private final LinkEnvironment environment;
    private final Executor links;
    private final Deaths deaths;
    private final Runnable deathLearnt;
    private final LostTuples lost;
    private final ChangeNews changes;

    /** The change that this worker follows; links thread. */
    private long epoch;

    private final IncomingLinks incoming;
    private final Map<Integer, OutgoingLink> outgoing = new ConcurrentHashMap<>();

    /**
     * @param links the links thread
     * @param deaths added to here alone
     * @param deathLearnt run after each
     * @param lost hears of tuples that a living worker will not get
     * @param changes hears of changes of the plan
     */
    LinkEnds(
            LinkSettings self,
            LinkEnvironment environment,
            Executor links,
            IntFunction<@Nullable Inbound> inbounds,
            Deaths deaths,
            Runnable deathLearnt,
            LostTuples lost,
            ChangeNews changes) {
        this.changes = changes;
        this.self = self;
        this.environment = environment;
        this.links = links;
        this.deaths = deaths;
        this.deathLearnt = deathLearnt;
        this.lost = lost;
        this.incoming = new IncomingLinks(self, inbounds, this, deaths, links);
    }

    // ---- any thread

    /** A connection has come. */
    FrameListener accepted(int kind, FrameConnection connection) {
        Lane lane = Lane.ofCode((byte) kind);
        return new IncomingCall(lane, connection, incoming, links, environment.nanoTime());
    }

    RemoteExecutor remote(WorkerSlot worker, int executor) {
        return outgoing.computeIfAbsent(
                        worker.index(),
                        index -> new OutgoingLink(
                                self, environment, links, worker, deaths, lost, this::died, () -> epoch))
                .view(executor);
    }

    long creditsOut() {
        return outgoing.values().stream().mapToLong(OutgoingLink::creditsOut).sum();
    }

    long unackedFrames() {
        return outgoing.values().stream().mapToLong(OutgoingLink::unackedFrames).sum();
    }

    /** Frames that a life of another worker that is not over has not acknowledged. */
    long unheardFrames() {
        return outgoing.values().stream()
                .filter(link -> link.receiver() != null)
                .mapToLong(OutgoingLink::unackedFrames)
                .sum();
    }

    long lostUntracked() {
        return outgoing.values().stream().mapToLong(OutgoingLink::lostUntracked).sum() + incoming.lostUntracked();
    }

    boolean isHeard(int worker, long withinNanos) {
        long now = environment.nanoTime().getAsLong();
        OutgoingLink link = outgoing.get(worker);
        return (link != null && link.isHeard(now, withinNanos)) || incoming.isHeard(worker, now, withinNanos);
    }

    // ---- links thread

    void open() {
        outgoing.values().forEach(OutgoingLink::open);
    }

    void tick(long now) {
        for (OutgoingLink link : outgoing.values()) {
            link.tick(now);
        }
        incoming.tick(now);
    }

    void close() {
        outgoing.values().forEach(OutgoingLink::close);
        incoming.close();
    }

    /**
     * A life of a worker is over, and all before it. The order matters: when executors learn of it nothing can go there any
     * more, and every other worker hears of it before it gets anything that was done in its knowledge. News may overtake each
     * other: of a life before it that this worker has met, whose trees only its own bit names, it has died first.
     */
    void died(Incarnation dead) {
        boolean isOwn = dead.workerIndex() == self.incarnation().workerIndex();
        if (isOwn && dead.compareTo(self.incarnation()) >= 0) {
            environment.endWorker().accept(new FencedException("worker " + dead + " was declared dead: this one"));
            return;
        }
        // An earlier life of this one is numbered as any: who does not know of that death may have sent there.
        if (deaths.isKnown(dead)) {
            return;
        }
        Incarnation newest = newestKnown(dead.workerIndex());
        if (newest != null && newest.compareTo(dead) < 0 && !deaths.hasLeft(newest)) {
            died(newest);
        }
        boolean isMet = newest != null && newest.compareTo(dead) <= 0;
        incoming.died(dead);
        OutgoingLink link = outgoing.get(dead.workerIndex());
        if (link != null) {
            link.died(dead);
        }
        if (deaths.hasLeft(dead)) {
            log.info("worker {} has ended, as it said", dead);
            return;
        }
        Death death = new Death(deaths.nextNumber(), dead);
        log.info("worker {} has died: death {} here; trees that may have touched it fail", dead, death.number());
        outgoing.values().forEach(each -> each.tell(death));
        if (isMet) {
            deaths.addMet(dead);
        } else {
            deaths.add(dead);
        }
        deathLearnt.run();
    }

    /**
     * A worker has this slot from now on, or none ({@link #NO_PORT}): its lives under an earlier lease are over. One that
     * this worker has not met is refused, and its trees fail once a worker that has met it tells of its death.
     */
    void placed(WorkerSlot slot) {
        if (slot.index() == self.incarnation().workerIndex()) {
            if (slot.lease() > self.incarnation().lease()) {
                outdated("its slot was given away with lease " + slot.lease());
            }
            return;
        }
        Incarnation known = newestKnown(slot.index());
        if (known != null && known.lease() < slot.lease()) {
            died(known);
        }
        deaths.expire(slot.index(), slot.lease());
        OutgoingLink link = outgoing.get(slot.index());
        if (link != null) {
            link.placed(slot);
        }
    }

    @Override
    public void outdated(String why) {
        environment.endWorker().accept(new FencedException("worker " + self.incarnation() + " is over: " + why));
    }

    /** The newest life of a worker that this one has spoken with, or null; any thread. */
    @Nullable
    Incarnation newestKnown(int worker) {
        OutgoingLink link = outgoing.get(worker);
        Incarnation there = link == null ? null : link.receiver();
        Incarnation here = incoming.newest(worker);
        return there == null || (here != null && here.compareTo(there) > 0) ? here : there;
    }

    /** This worker follows a change of the plan: one that knows is enough for all it sends to. */
    void follow(long version) {
        epoch = version;
        outgoing.values().forEach(link -> link.tellEpoch(version));
    }

    /**
     * The change is done everywhere: nobody waits for ends of channels any more, and there is nothing to say to workers
     * that are not among these. They are asked for anew for each link, so that one that is just being made stays.
     */
    void settled(Supplier<Set<Integer>> workers) {
        outgoing.values().forEach(OutgoingLink::forgetEnds);
        for (Integer worker : List.copyOf(outgoing.keySet())) {
            outgoing.computeIfPresent(worker, (index, link) -> {
                if (workers.get().contains(index)) {
                    return link;
                }
                link.close();
                return null;
            });
        }
    }

    /** Every worker that this one has met is to know that its end will be no death. */
    void tellThatThisWorkerLeaves() {
        outgoing.values().forEach(OutgoingLink::tellThatThisWorkerLeaves);
    }

    /** A worker that connects listens by now: no reason to wait for the next attempt to reach it. */
    @Override
    public void heardFrom(Incarnation sender) {
        Incarnation here = incoming.newest(sender.workerIndex());
        if (here != null && here.compareTo(sender) < 0) {
            died(here);
        }
        OutgoingLink link = outgoing.get(sender.workerIndex());
        if (link != null) {
            Incarnation there = link.receiver();
            if (there != null && there.compareTo(sender) < 0) {
                died(there);
            }
            link.retryNow();
        }
    }

    // ---- network threads

    @Override
    public void told(Incarnation teller, Death death) {
        deaths.told(teller, death);
        if (!deaths.isKnown(death.incarnation())) {
            links.execute(() -> died(death.incarnation()));
        }
    }

    @Override
    public void epoch(long version) {
        changes.epoch(version);
    }

    @Override
    public void takenOver(int task, long version, int receiver) {
        changes.takenOver(task, version, receiver);
    }

    @Override
    public void handedOver(DataSection section) {
        changes.handedOver(section);
    }

    @Override
    public void left(Incarnation leaving) {
        deaths.leave(leaving);
    }
}
