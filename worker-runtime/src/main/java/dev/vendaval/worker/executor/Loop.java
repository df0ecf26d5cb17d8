package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.Wakeup;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one executor: steps it while it gets on, else yields a few times, then parks until woken or until its
 * next timer. Ends when the executor has.
 */
final class Loop {
    /**
     * A wake-up from park costs 25 us here, a yield 0.15 to 0.3 us (FACTS): busy pairs of executors meet while yielding,
     * and a loop that finds nothing is parked after a few microseconds.
     */
    private static final int YIELDS = 20;

    private static final Logger log = LoggerFactory.getLogger(Loop.class);

    private final Executor executor;
    private final Wakeup wakeup;
    private final Thread thread;

    Loop(Executor executor, String threadName) {
        this.executor = executor;
        this.wakeup = executor.wakeup();
        this.thread = new Thread(this::run, threadName);
        // A component that never returns must not keep the process from ending.
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    // Yielding is only quicker than parking; nothing relies on it.
    @SuppressWarnings("ThreadPriorityCheck")
    private void run() {
        try {
            int idle = 0;
            while (!executor.orders().hasEnded()) {
                idle = executor.step() ? 0 : idle + 1;
                if (idle > YIELDS) {
                    parkUnlessThereIsWork();
                } else if (idle > 0) {
                    Thread.yield();
                }
            }
        } catch (Throwable e) {
            // Not users' code, which is guarded: a fault of ours, after which nothing here can be trusted.
            log.error("loop of executor {} died", executor.plan(), e);
            executor.environment().endWorker().accept(e);
        }
    }

    private void parkUnlessThereIsWork() {
        if (Thread.interrupted()) {
            // Left behind by a component; with it no park would wait.
            log.debug("a component left the interrupt flag of executor {} set; cleared", executor.plan());
        }
        wakeup.announce();
        if (executor.step() || executor.orders().hasEnded()) {
            wakeup.withdraw();
        } else {
            wakeup.park(executor.nanosUntilTimer());
        }
    }

    /** Waits until the thread has ended; false if it has not in time. */
    boolean join(Duration timeout) throws InterruptedException {
        thread.join(Math.max(1, timeout.toMillis()));
        return !thread.isAlive();
    }

    void interrupt() {
        thread.interrupt();
    }

    @Override
    public String toString() {
        return thread.getName();
    }
}
