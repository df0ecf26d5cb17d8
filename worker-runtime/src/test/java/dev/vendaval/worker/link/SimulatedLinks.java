package dev.vendaval.worker.link;

import dev.vendaval.protocol.frame.FrameConnection;
import dev.vendaval.protocol.frame.FrameListener;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.fencing.Deaths;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The real links of one simulated worker, on a simulated network. */
public final class SimulatedLinks {
    private static final AtomicLong SESSIONS = new AtomicLong();
    private static final int SCHEMA = 5;

    private final SimulatedNetwork network;
    private final SimulatedNetwork.Host host;
    private final LinkEnds ends;

    public SimulatedLinks(
            SimulatedNetwork network,
            Incarnation self,
            int port,
            LongSupplier clock,
            Executor linksThread,
            IntFunction<@Nullable Inbound> inbounds,
            Deaths deaths,
            Runnable deathLearnt,
            LostTuples lost,
            Consumer<Throwable> endWorker) {
        this(network, self, port, clock, linksThread, inbounds, deaths, deathLearnt, lost, endWorker, ChangeNews.NONE);
    }

    /** The same in a worker whose plan may change. */
    public SimulatedLinks(
            SimulatedNetwork network,
            Incarnation self,
            int port,
            LongSupplier clock,
            Executor linksThread,
            IntFunction<@Nullable Inbound> inbounds,
            Deaths deaths,
            Runnable deathLearnt,
            LostTuples lost,
            Consumer<Throwable> endWorker,
            ChangeNews changes) {
        this.network = network;
        this.host = network.start(port, this);
        LinkEnvironment environment = new LinkEnvironment(
                (address, kind, listener) -> network.connect(host, address.port(), kind, listener),
                clock,
                SESSIONS::incrementAndGet,
                endWorker);
        LinkSettings settings = new LinkSettings("t-1", self, "secret", SCHEMA, 1 << 20, 5);
        this.ends = new LinkEnds(settings, environment, linksThread, inbounds, deaths, deathLearnt, lost, changes);
    }

    FrameListener accepted(int kind, FrameConnection connection) {
        return ends.accepted(kind, connection);
    }

    public RemoteExecutor remote(WorkerSlot worker, int executor) {
        return ends.remote(worker, executor);
    }

    public void open() {
        ends.open();
    }

    public void tick(long now) {
        ends.tick(now);
    }

    public void died(Incarnation dead) {
        ends.died(dead);
    }

    public void follow(long version) {
        ends.follow(version);
    }

    public @Nullable Incarnation met(int worker) {
        return ends.newestKnown(worker);
    }

    public void settled(Supplier<Set<Integer>> workers) {
        ends.settled(workers);
    }

    public void leave() {
        ends.tellThatThisWorkerLeaves();
    }

    public long creditsOut() {
        return ends.creditsOut();
    }

    public long unackedFrames() {
        return ends.unackedFrames();
    }

    public long unheardFrames() {
        return ends.unheardFrames();
    }

    public long lostUntracked() {
        return ends.lostUntracked();
    }

    /** The process is gone. */
    public void kill() {
        network.kill(host);
    }
}
