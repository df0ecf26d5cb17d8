package dev.vendaval.worker.executor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the shared loops of a worker now and then, from a thread of its own. A loop that sits in one step for too long
 * is taken over, so that an executor whose user code blocks holds up no other. And it weighs the loops (see
 * {@link Balance}). While all loops are parked it dozes until one of them gets work, so that idle workers cost next to
 * nothing: a call that blocks first thing after that is noticed some milliseconds later, some ten of them if a timer began
 * it.
 */
final class Watchdog {
    /** A thread that waits in a user's call this long is left to that call. */
    static final long WAITING_NANOS = 5_000_000;

    /** One that may be computing, or wants to and has no processor. */
    static final long RUNNING_NANOS = 20_000_000;

    private static final long BUSY_LOOK_NANOS = 1_500_000;
    private static final long IDLE_LOOK_NANOS = 20_000_000;

    /**
     * While only timers go off; who gets work then rouses the watchdog. A call that a timer began does not: if it blocks, it
     * is noticed after so long.
     */
    private static final long DOZING_LOOK_NANOS = 50_000_000;

    private static final long JOIN_MILLIS = 5_000;
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    private final Loops loops;
    private final ExecutorEnvironment environment;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private final Balance balance = new Balance();
    private final Gathering gathering = new Gathering();

    /** Shared loops as they were at the last look. */
    private final Map<Loop, Sight> sights = new HashMap<>();

    private long lookNanos = BUSY_LOOK_NANOS;
    private volatile boolean dozing;
    private long windowBegan;
    private Map<Member, Seen> windowBefore = Map.of();
    private volatile boolean stopping;

    Watchdog(Loops loops, ExecutorEnvironment environment, String threadName) {
        this.loops = loops;
        this.environment = environment;
        this.nanoTime = environment.nanoTime();
        this.windowBegan = nanoTime.getAsLong();
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    /** What a loop was doing, and for how long it has been seen doing it. */
    private static final class Sight {
        long position;
        long nanos;
    }

    /** Counts of an executor at the begin of a window. */
    private record Seen(long busyNanos, long calls) {}

    void start() {
        thread.start();
    }

    void stop() throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        thread.join(JOIN_MILLIS);
    }

    private void run() {
        try {
            watch();
        } catch (Throwable e) {
            // Executors may be on no loop now (a thread could not be started); and what blocks would block others for
            // ever.
            log.error("the watchdog of the loops died", e);
            environment.endWorker().accept(e);
        }
    }

    private void watch() {
        long before = nanoTime.getAsLong();
        while (!stopping) {
            boolean roused = sleep();
            long now = nanoTime.getAsLong();
            List<Loop> shared = loops.shared();
            // A look that comes late says nothing about the loops: whatever held it up may have held them up, too.
            boolean busy = look(shared, Math.min(now - before, 2 * lookNanos));
            if (now - windowBegan >= Balance.WINDOW_NANOS) {
                weigh(shared, now);
            }
            if (busy) {
                lookNanos = BUSY_LOOK_NANOS;
            } else {
                lookNanos = roused ? IDLE_LOOK_NANOS : DOZING_LOOK_NANOS;
            }
            before = now;
        }
    }

    /** Until the next look; true if somebody got work meanwhile. */
    private boolean sleep() {
        if (lookNanos <= IDLE_LOOK_NANOS) {
            LockSupport.parkNanos(this, lookNanos);
            return false;
        }
        dozing = true;
        // Who got work before he could see that we doze will not rouse us.
        boolean roused = loops.shared().stream().anyMatch(loop -> !loop.isParked());
        if (!roused) {
            LockSupport.parkNanos(this, lookNanos);
            roused = !dozing;
        }
        dozing = false;
        return roused;
    }

    /** A loop that was parked has work; any thread. */
    void rouse() {
        if (dozing) {
            dozing = false;
            LockSupport.unpark(thread);
        }
    }

    /** True if some loop is not parked. */
    private boolean look(List<Loop> shared, long nanos) {
        boolean busy = false;
        sights.keySet().retainAll(shared);
        for (Loop loop : shared) {
            busy |= !loop.isParked();
            Sight sight = sights.computeIfAbsent(loop, added -> new Sight());
            long position = loop.position();
            if (position != sight.position) {
                sight.position = position;
                sight.nanos = 0;
            } else if (Loop.isStep(position)) {
                boolean wasSlow = sight.nanos >= WAITING_NANOS;
                sight.nanos += nanos;
                boolean isSlow = sight.nanos >= WAITING_NANOS;
                boolean often = isSlow && !wasSlow && blocksOften(loop, position);
                if (often || (isSlow && (sight.nanos >= RUNNING_NANOS || loop.isWaiting()))) {
                    loops.takeOver(loop, position);
                }
            }
        }
        return busy;
    }

    private boolean blocksOften(Loop loop, long position) {
        Member stepping = loop.stepping(position);
        return stepping != null && stepping.seenSlow(nanoTime.getAsLong());
    }

    private void weigh(List<Loop> shared, long now) {
        long window = now - windowBegan;
        Map<Member, Seen> present = new HashMap<>();
        List<List<Balance.Weight>> weights = new ArrayList<>();
        for (Loop loop : shared) {
            List<Balance.Weight> ofLoop = new ArrayList<>();
            for (Member member : loop.members()) {
                Seen seen = new Seen(member.busyNanos(), member.calls());
                present.put(member, seen);
                Seen earlier = windowBefore.getOrDefault(member, seen);
                ofLoop.add(new Balance.Weight(
                        member,
                        (double) (seen.busyNanos() - earlier.busyNanos()) / window,
                        seen.calls() - earlier.calls()));
            }
            weights.add(ofLoop);
        }
        Balance.@Nullable Move move = gathering.weigh(weights);
        if (move == null) {
            move = balance.weigh(now, window, weights);
        }
        if (move != null) {
            loops.move(move.members(), move.from(), move.to());
        }
        windowBefore = present;
        windowBegan = now;
    }
}
