package dev.vendaval.worker.host;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The pool that a worker's tasks share for asynchronous work. Bounded: when all threads are busy and
 * {@link #WAITING} tasks wait, the caller runs its task itself. Idle threads end.
 */
final class SharedExecutor {
    static final int WAITING = 10_000;
    private static final int THREADS_PER_CORE = 4;
    private static final long IDLE_SECONDS = 30;

    private SharedExecutor() {}

    static ExecutorService create(String threadName, ClassLoader loader, int cores) {
        AtomicInteger numbers = new AtomicInteger();
        int threads = THREADS_PER_CORE * cores;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                task -> {
                    Thread thread = new Thread(task, threadName + "-" + numbers.incrementAndGet());
                    thread.setDaemon(true);
                    thread.setContextClassLoader(loader);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
