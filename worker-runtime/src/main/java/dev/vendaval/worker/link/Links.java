package dev.vendaval.worker.link;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.frame.FrameConnection;
import dev.vendaval.protocol.frame.FrameListener;
import dev.vendaval.protocol.frame.FrameServer;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.fencing.Deaths;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All links of one worker, both directions, and the thread that owns them. Connecting, greeting and the
 * tick every {@value #TICK_MS} ms run on that thread; executors and network threads never wait for it.
 */
public final class Links implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Links.class);

    /** An idle receiver reports what it has consumed within two of these (CONTRACT: 100 ms). */
    private static final long TICK_MS = 25;

    private static final long CLOSE_LIMIT_MS = 2_000;

    private final LinkSettings self;
    private final RpcFactory rpc;
    private final LinkEnvironment environment;
    private final LinkEnds ends;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final CountDownLatch heard = new CountDownLatch(1);
    private boolean leaving; // links thread
    private @Nullable FrameServer server;

    /**
     * @param rpc makes the server
     * @param threadName of the links thread
     * @param inbounds the executors of this worker by first task id, null for one that is not here; any thread
     * @param deaths added to by these links alone
     * @param deathLearnt run on the links thread after each
     * @param lost hears of tuples that a living worker will not get
     * @param changes hears of changes of the plan
     */
    public Links(
            LinkSettings self,
            RpcFactory rpc,
            LinkEnvironment environment,
            String threadName,
            IntFunction<@Nullable Inbound> inbounds,
            Deaths deaths,
            Runnable deathLearnt,
            LostTuples lost,
            ChangeNews changes) {
        this.self = self;
        this.rpc = rpc;
        this.environment = environment;
        this.ends = new LinkEnds(self, environment, this::execute, inbounds, deaths, deathLearnt, lost, changes);
        this.thread = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, threadName));
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Listens for other workers.
     *
     * @throws IOException if the address cannot be listened on
     */
    public void start(HostPort address) throws IOException {
        server = rpc.serveLinks(address, this::accepted, environment.endWorker());
    }

    /** Opens the links to the workers that executors send to, so that they are there when the executors are ready. */
    public void open() {
        execute(ends::open);
    }

    /** Where it listens. */
    public int port() {
        return started().port();
    }

    private FrameServer started() {
        return Objects.requireNonNull(server, "not started");
    }

    private FrameListener accepted(int kind, FrameConnection connection) {
        FrameListener listener = ends.accepted(kind, connection);
        tickFromNowOn();
        return listener;
    }

    /**
     * An executor in another worker. The link opens when credit is first asked for or something sent.
     *
     * @param worker with port 0 if it has no slot now
     * @param executor its first task id
     */
    public RemoteExecutor remote(WorkerSlot worker, int executor) {
        tickFromNowOn();
        return ends.remote(worker, executor);
    }

    /** A life of a worker is known to be over, and all before it. As often as one likes. */
    public void died(Incarnation dead) {
        execute(() -> ends.died(dead));
    }

    /**
     * A worker has this slot from now on: its lives under an earlier lease are over, and what waits for it goes there. A
     * slot with port 0 is none: what is for that worker waits until it has one.
     */
    public void placed(WorkerSlot slot) {
        execute(() -> ends.placed(slot));
    }

    /** A life of a worker has ended, or will, with nothing left in it: that is no death. */
    public void left(Incarnation leaving) {
        ends.left(leaving);
    }

    /** This worker follows a change of the plan; the others are to hear of it. */
    public void follow(long version) {
        execute(() -> ends.follow(version));
    }

    /** The newest life of a worker that this one has spoken with, or null. */
    public @Nullable Incarnation met(int worker) {
        return ends.newestKnown(worker);
    }

    /** Whether that worker has said anything on a link with this one in that time; open links say something each second. */
    public boolean isHeard(int worker, long withinNanos) {
        return ends.isHeard(worker, withinNanos);
    }

    /** The change is done everywhere; {@code workers} gives those that there are at any moment. */
    public void settled(Supplier<Set<Integer>> workers) {
        execute(() -> ends.settled(workers));
    }

    /** Says to all others that this worker is empty and ends. */
    public void leave() {
        execute(() -> {
            ends.tellThatThisWorkerLeaves();
            leaving = true;
        });
    }

    /** After {@link #leave}: waits until the others have heard it, and all that came before; false if not in time. */
    public boolean awaitHeard(Duration limit) throws InterruptedException {
        return heard.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Tuples sent and not yet reported consumed. */
    public long creditsOut() {
        return ends.creditsOut();
    }

    public long unackedFrames() {
        return ends.unackedFrames();
    }

    /** Frames that a life of another worker that is not over has not acknowledged. */
    public long unheardFrames() {
        return ends.unheardFrames();
    }

    /** Untracked tuples that were lost with a worker or had no executor to go to. */
    public long lostUntracked() {
        return ends.lostUntracked();
    }

    /** Ends all connections, the server and the thread. May be called twice. */
    @Override
    public void close() {
        execute(ends::close);
        thread.shutdown();
        try {
            awaitEnd();
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd() throws InterruptedException {
        if (!thread.awaitTermination(CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS)) {
            log.warn("{}: the links thread did not end within {} ms", self, CLOSE_LIMIT_MS);
            thread.shutdownNow();
        }
        FrameServer listening = server;
        if (listening != null) {
            listening.close();
        }
    }

    /** A worker that has no links does not tick: it would be most of what an idle one costs. */
    private void tickFromNowOn() {
        if (ticking.compareAndSet(false, true) && !thread.isShutdown()) {
            try {
                thread.scheduleWithFixedDelay(() -> guarded(this::tick), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closedMeanwhile) {
                log.trace("links are closed", closedMeanwhile);
            }
        }
    }

    private void tick() {
        ends.tick(environment.nanoTime().getAsLong());
        if (leaving && ends.unheardFrames() == 0) {
            heard.countDown();
        }
    }

    /** Runs on the links thread; after {@link #close} nothing does any more. */
    private void execute(Runnable task) {
        if (!thread.isShutdown()) {
            try {
                thread.execute(() -> guarded(task));
            } catch (RejectedExecutionException closedMeanwhile) {
                log.trace("links are closed", closedMeanwhile);
            }
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("{}: a step of the links thread failed", self, e);
        } catch (Error e) {
            log.error("{}: the links thread met an error, which ends the worker", self, e);
            environment.endWorker().accept(e);
        }
    }
}
