package dev.vendaval.worker.link;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.frame.FrameConnection;
import dev.vendaval.protocol.frame.FrameListener;
import dev.vendaval.protocol.frame.FrameServer;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.exchange.RemoteExecutor;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
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
    private final LinkEnvironment environment;
    private final IncomingLinks incoming;
    private final Map<Integer, OutgoingLink> outgoing = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private @Nullable FrameServer server;

    /**
     * @param threadName of the links thread
     * @param inbounds the executors of this worker by first task id, null for one that is not here; any thread
     */
    public Links(
            LinkSettings self,
            LinkEnvironment environment,
            String threadName,
            IntFunction<@Nullable Inbound> inbounds) {
        this.self = self;
        this.environment = environment;
        this.incoming = new IncomingLinks(self, inbounds, this::heardFrom, this::execute);
        this.thread = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, threadName));
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Listens for other workers.
     *
     * @throws IOException if the address cannot be listened on
     */
    public void start(HostPort address) throws IOException {
        server = environment.rpc().serveLinks(address, this::accepted, environment.endWorker());
    }

    /** Opens the links to the workers that executors send to, so that they are there when the executors are ready. */
    public void open() {
        execute(() -> outgoing.values().forEach(OutgoingLink::open));
    }

    /** A worker that connects listens by now: no reason to wait for the next attempt to reach it. */
    private void heardFrom(int worker) {
        OutgoingLink link = outgoing.get(worker);
        if (link != null) {
            link.retryNow();
        }
    }

    /** Where it listens. */
    public int port() {
        return started().port();
    }

    private FrameServer started() {
        return Objects.requireNonNull(server, "not started");
    }

    private FrameListener accepted(int kind, FrameConnection connection) {
        Lane lane = Lane.ofCode((byte) kind);
        tickFromNowOn();
        return new IncomingCall(lane, connection, incoming, this::execute, environment.nanoTime());
    }

    /**
     * An executor in another worker. The link opens when credit is first asked for or something sent.
     *
     * @param executor its first task id
     */
    public RemoteExecutor remote(WorkerSlot worker, int executor) {
        tickFromNowOn();
        return outgoing.computeIfAbsent(
                        worker.index(), index -> new OutgoingLink(self, environment, this::execute, worker))
                .view(executor);
    }

    /** Tuples sent and not yet reported consumed. */
    public long creditsOut() {
        return outgoing.values().stream().mapToLong(OutgoingLink::creditsOut).sum();
    }

    public long unackedFrames() {
        return outgoing.values().stream().mapToLong(OutgoingLink::unackedFrames).sum();
    }

    /** Untracked tuples that were lost with a connection or had no executor to go to. */
    public long lostUntracked() {
        return outgoing.values().stream().mapToLong(OutgoingLink::lostUntracked).sum() + incoming.lostUntracked();
    }

    /** Ends all connections, the server and the thread. May be called twice. */
    @Override
    public void close() {
        execute(() -> {
            outgoing.values().forEach(OutgoingLink::close);
            incoming.close();
        });
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
        long now = environment.nanoTime().getAsLong();
        for (OutgoingLink link : outgoing.values()) {
            link.tick(now);
        }
        incoming.tick(now);
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
