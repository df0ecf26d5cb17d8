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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that reads connections and goes on writing where a sender's own attempt was cut short. Everything registered
 * with its selector belongs to it; others only {@link #execute}. Ends when it is stopped; what it has then is aborted.
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

    /** Holds at most one task for each connection and server that is being made. */
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    private volatile boolean stopping;
    private volatile long stopBy;
    private volatile boolean ended;

    NetworkThread(String name) throws IOException {
        this.selector = Selector.open();
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
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
        long nextLook = System.nanoTime();
        try {
            while (!mayEnd()) {
                selector.select(this::selected, stopping ? STOPPING_LOOK_MS : LOOK_MS);
                runTasks();
                long now = System.nanoTime();
                if (now - nextLook >= 0) {
                    nextLook = now + TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
                    handlers().forEach(handler -> handler.look(now));
                }
            }
        } catch (IOException | RuntimeException e) {
            log.error("{} failed; its connections end", thread.getName(), e);
        } finally {
            end();
        }
    }

    private boolean mayEnd() {
        return stopping && (selector.keys().isEmpty() || System.nanoTime() - stopBy >= 0);
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

    private void end() {
        ended = true;
        runTasks();
        try {
            for (Handler handler : handlers()) {
                handler.networkEnds();
            }
            selector.close();
        } catch (IOException e) {
            log.debug("selector of {} could not be closed", thread.getName(), e);
        }
    }

    /** Has everything end, for which there is so much time, then ends. */
    void stop(long timeoutMs) {
        stopBy = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
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
