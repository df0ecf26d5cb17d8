package dev.vendaval.protocol.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that reads connections and goes on writing where a sender's own attempt was cut short. Everything registered
 * with its selector belongs to it; others only {@link #execute}. Ends when it is stopped, or by a fault of its own, which
 * its owner is told; what it has then is aborted.
 */
final class NetworkThread {
    /** What a selector's key belongs to. */
    interface Handler {
        void selected(SelectionKey key);

        /** Once in a while; ends what has taken too long. */
        void look(long now);

        /** Ends, now or soon. */
        void networkStops();

        /** Ends now. */
        void networkEnds();
    }

    /** So much is read at once, for all connections of the thread. */
    private static final int READ_BYTES = 256 * 1024;

    /** How often handlers look at the time. */
    private static final long LOOK_MS = 250;

    private static final long STOPPING_LOOK_MS = 10;

    private static final Logger log = LoggerFactory.getLogger(NetworkThread.class);

    private final Selector selector;
    private final Thread thread;
    private final LongSupplier nanoTime;
    private final BiConsumer<NetworkThread, Throwable> onDeath;

    /** Holds at most one task for each connection and server that is being made. */
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    private volatile boolean stopping;
    private volatile long stopBy;
    private volatile boolean ended;

    /**
     * Does not run yet.
     *
     * @param onDeath told by this thread, at its end, of the fault that ended it
     */
    NetworkThread(String name, LongSupplier nanoTime, BiConsumer<NetworkThread, Throwable> onDeath) throws IOException {
        this.nanoTime = nanoTime;
        this.onDeath = onDeath;
        this.selector = Selector.open();
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    Selector selector() {
        return selector;
    }

    /** Empty; to be used within one call. */
    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }

    /** Runs on the thread; after it was stopped nothing does any more, and false is returned. */
    boolean execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
        return !ended || !tasks.remove(task);
    }

    private void run() {
        try {
            serve();
            end();
        } catch (IOException | RuntimeException | Error e) {
            log.error("{} failed; its connections end", thread.getName(), e);
            end();
            onDeath.accept(this, e);
        }
    }

    private void serve() throws IOException {
        long nextLook = nanoTime.getAsLong();
        while (!mayEnd()) {
            selector.select(this::selected, stopping ? STOPPING_LOOK_MS : LOOK_MS);
            runTasks();
            long now = nanoTime.getAsLong();
            if (now - nextLook >= 0) {
                nextLook = now + TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
                handlers().forEach(handler -> look(handler, now));
            }
        }
    }

    private boolean mayEnd() {
        return stopping && (selector.keys().isEmpty() || nanoTime.getAsLong() - stopBy >= 0);
    }

    private void selected(SelectionKey key) {
        try {
            ((Handler) key.attachment()).selected(key);
        } catch (CancelledKeyException e) {
            log.trace("{} was ended meanwhile", key.attachment(), e);
        } catch (RuntimeException e) {
            log.error("an event of {} could not be handled", key.attachment(), e);
        }
    }

    private static void look(Handler handler, long now) {
        try {
            handler.look(now);
        } catch (RuntimeException e) {
            log.error("{} could not look at the time", handler, e);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("a task of {} failed", thread.getName(), e);
            }
        }
    }

    private List<Handler> handlers() {
        List<Handler> handlers = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()) {
                handlers.add((Handler) key.attachment());
            }
        }
        return handlers;
    }

    /** A fault of one handler keeps no other from its end. */
    private void end() {
        ended = true;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            atEnd(task);
        }
        for (Handler handler : handlers()) {
            atEnd(handler::networkEnds);
        }
        try {
            selector.close();
        } catch (IOException e) {
            log.debug("selector of {} could not be closed", thread.getName(), e);
        }
    }

    private void atEnd(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            log.error("a step of the end of {} failed", thread.getName(), e);
        }
    }

    /** Has everything end, for which there is so much time, then ends. */
    void stop(long timeoutMs) {
        stopBy = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        execute(() -> {
            stopping = true;
            handlers().forEach(Handler::networkStops);
        });
    }

    void join(long timeoutMs) throws InterruptedException {
        thread.join(timeoutMs);
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }
}
