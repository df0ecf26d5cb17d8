package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.Wakeup;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls that threads of the user's make on a task's collector, handed to the thread of its executor, which performs them at
 * its round edge. They go along when the task moves to another executor. Bounded: only here may such a thread wait, and no longer than the instance whose collector it called is there: its
 * cleanup may wait for that very thread. What needs room downstream (emits) is apart from what never does (acks, fails,
 * reports), so that an ack is not stuck behind an emit.
 */
final class HandOff {
    /** Calls of each kind that may wait. */
    static final int CAPACITY = 1024;

    private static final long LOOK_AGAIN_MILLIS = 100;

    private volatile Wakeup owner;
    private final Lane emits = new Lane();
    private final Lane others = new Lane();

    /**
     * @param owner wakes the executor
     */
    HandOff(Wakeup owner) {
        this.owner = owner;
    }

    /** Another executor, which this wakes, performs the calls from now on. */
    void moveTo(Wakeup executor) {
        owner = executor;
        VarHandle.fullFence();
        executor.wake();
    }

    private static final class Lane {
        final Semaphore places = new Semaphore(CAPACITY);
        final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    }

    /**
     * Any thread: has the executor perform an emit and waits for what it returns.
     *
     * @param discarded whether the instance that emits is no more: it ends the wait, and the emit is refused
     */
    <T> T emit(BooleanSupplier discarded, Supplier<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        boolean accepted = put(emits, discarded, () -> {
            if (discarded.getAsBoolean()) {
                result.completeExceptionally(refusal());
                return;
            }
            try {
                result.complete(call.get());
            } catch (RuntimeException | Error e) {
                // The caller's to hear of, as if it had called on the executor's own thread.
                result.completeExceptionally(e);
            }
        });
        if (!accepted) {
            throw refusal();
        }
        while (true) {
            // Looked at before the result, since what was performed was performed before the instance was discarded.
            boolean refused = discarded.getAsBoolean();
            try {
                return result.get(refused ? 0 : LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (refused) {
                    throw refusal();
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            } catch (ExecutionException e) {
                throw rethrown(e.getCause());
            }
        }
    }

    /**
     * Any thread: has the executor perform a call soon; waits only while too many wait before it.
     *
     * @param discarded whether the instance that calls is no more: it ends the wait, and the call is ignored
     */
    void perform(BooleanSupplier discarded, Runnable call) {
        put(others, discarded, call);
    }

    /** False if the instance was discarded before there was a place. */
    private boolean put(Lane lane, BooleanSupplier discarded, Runnable call) {
        try {
            do {
                if (discarded.getAsBoolean()) {
                    return false;
                }
            } while (!lane.places.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        lane.calls.add(call);
        VarHandle.fullFence();
        owner.wake();
        return true;
    }

    private static IllegalStateException refusal() {
        return new IllegalStateException(
                "this instance of the component has ended (it threw, or the topology stops): nothing can be emitted by it"
                        + " any more");
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for the task's thread", e);
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
    }

    /** Executor: performs the acks, fails and reports that wait; true if there were any. */
    boolean performOthers() {
        int waiting = waiting(others);
        for (int i = 0; i < waiting; i++) {
            performNext(others);
        }
        return waiting > 0;
    }

    /** Executor: performs emits while there is room downstream; true if there were any. */
    boolean performEmits(BooleanSupplier room) {
        int waiting = waiting(emits);
        int performed = 0;
        while (performed < waiting && room.getAsBoolean()) {
            performNext(emits);
            performed++;
        }
        return performed > 0;
    }

    /** How many hold a place; one may not have put its call in yet. */
    private static int waiting(Lane lane) {
        return CAPACITY - lane.places.availablePermits();
    }

    private static void performNext(Lane lane) {
        Runnable call = lane.calls.poll();
        if (call != null) {
            lane.places.release();
            call.run();
        }
    }

    /** How many calls wait. */
    int waiting() {
        return waiting(emits) + waiting(others);
    }
}
