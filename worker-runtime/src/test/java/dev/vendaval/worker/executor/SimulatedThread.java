package dev.vendaval.worker.executor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A thread of a simulated worker: what it is given it does a little later, with all that waits by then, while the worker lives. */
final class SimulatedThread {
    private static final long WAITS = TimeUnit.MICROSECONDS.toNanos(100);

    private final SimulatedTime time;
    private final SplittableRandom random;
    private final BooleanSupplier lives;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean due;

    SimulatedThread(SimulatedTime time, SplittableRandom random, BooleanSupplier lives) {
        this.time = time;
        this.random = random;
        this.lives = lives;
    }

    void execute(Runnable task) {
        tasks.add(task);
        if (!due) {
            due = true;
            time.after(random.nextLong(WAITS), this::run);
        }
    }

    private void run() {
        due = false;
        for (int waiting = tasks.size(); waiting > 0 && lives.getAsBoolean(); waiting--) {
            tasks.remove().run();
        }
    }
}
