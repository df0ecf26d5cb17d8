package dev.vendaval.protocol.grpc;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Small bounded thread pools whose daemon threads are named and end when idle. */
final class NamedPool {
    private static final long IDLE_SECONDS = 5;
    private static final long CLOSE_SECONDS = 5;

    private NamedPool() {}

    /** Up to {@code threads} at work and {@code waiting} calls in the queue; more are refused. */
    static ThreadPoolExecutor queueing(String name, int threads, int waiting) {
        return pool(name, threads, threads, new ArrayBlockingQueue<>(waiting));
    }

    /** Up to {@code threads} at work; more are refused. */
    static ThreadPoolExecutor refusing(String name, int threads) {
        return pool(name, 0, threads, new SynchronousQueue<>());
    }

    private static ThreadPoolExecutor pool(String name, int core, int maximum, BlockingQueue<Runnable> queue) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(core, maximum, IDLE_SECONDS, TimeUnit.SECONDS, queue, threads(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Lets what is queued finish, interrupts what then still runs. */
    static void close(ThreadPoolExecutor pool, long graceMillis) {
        pool.shutdown();
        if (!Waiting.atMost(graceMillis, TimeUnit.MILLISECONDS, pool::awaitTermination)) {
            pool.shutdownNow();
            Waiting.atMost(CLOSE_SECONDS, TimeUnit.SECONDS, pool::awaitTermination);
        }
    }
}
