package dev.vendaval.worker.executor;

import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.exchange.Wakeup;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What others ask of an executor, and how far it has got: the only state that crosses its thread's border besides the
 * inbox and the hand-off. The {@code ask} methods and the questions are for any thread; the executor answers at its round
 * edges.
 */
final class Orders {
    /** How far the end is to come; each includes those before. */
    enum Stop {
        /** Running. */
        NONE,
        /** Spouts are not asked any more and have heard that their pending trees failed. */
        FAIL_PENDING,
        /** Components are cleaned up or closed; there are no more steps. */
        END
    }

    /** Several may wait for one snapshot; it has insight if any of them wants it. */
    record SnapshotRequest(CompletableFuture<ExecutorSnapshot> answer, boolean withInsight) {
        private static SnapshotRequest fresh(boolean withInsight) {
            return new SnapshotRequest(new CompletableFuture<>(), withInsight);
        }

        private SnapshotRequest joinedBy(boolean wantsInsight) {
            return wantsInsight && !withInsight ? new SnapshotRequest(answer, true) : this;
        }
    }

    private final Wakeup executor;
    private final AtomicReference<@Nullable SnapshotRequest> snapshot = new AtomicReference<>();
    private final CountDownLatch pendingFailed = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Stop stop = Stop.NONE;
    private volatile TopologyStatus status;
    private volatile TopologyStatus statusApplied;

    Orders(Wakeup executor, TopologyStatus status) {
        this.executor = executor;
        this.status = status;
        this.statusApplied = status;
    }

    void askStatus(TopologyStatus wanted) {
        status = wanted;
        executor.wake();
    }

    void askStop(Stop wanted) {
        stop = wanted;
        executor.wake();
    }

    CompletableFuture<ExecutorSnapshot> askSnapshot() {
        return askSnapshot(false);
    }

    /**
     * Asks for a snapshot made at a round edge after this call.
     *
     * @param withInsight one with what the executor waits for
     */
    CompletableFuture<ExecutorSnapshot> askSnapshot(boolean withInsight) {
        SnapshotRequest asked = Objects.requireNonNull(snapshot.updateAndGet(
                waiting -> waiting == null ? SnapshotRequest.fresh(withInsight) : waiting.joinedBy(withInsight)));
        VarHandle.fullFence();
        executor.wake();
        if (hasEnded()) {
            asked.answer().completeExceptionally(new IllegalStateException("the executor has ended"));
        }
        return asked.answer();
    }

    /** Waits until pending trees have failed after an order to stop; false if not in time. */
    boolean awaitPendingFailed(Duration timeout) throws InterruptedException {
        return pendingFailed.await(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** Waits until there are no more steps; false if not in time. */
    boolean awaitEnded(Duration timeout) throws InterruptedException {
        return end.await(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
    }

    Stop stop() {
        return stop;
    }

    /** Whether the topology is ending, so that nothing is made anew. */
    boolean isStopping() {
        return stop != Stop.NONE;
    }

    TopologyStatus status() {
        return status;
    }

    /** Whether spouts are to be asked for tuples. */
    boolean isActive() {
        TopologyStatus wanted = status;
        return wanted == TopologyStatus.ACTIVE;
    }

    TopologyStatus statusApplied() {
        return statusApplied;
    }

    /** Whether there are no more steps. */
    boolean hasEnded() {
        return end.getCount() == 0;
    }

    /** Executor: it has done as the status says. */
    void applied(TopologyStatus done) {
        statusApplied = done;
    }

    /** Executor: it has stopped so far. */
    void stopped(Stop done) {
        if (done == Stop.END) {
            end.countDown();
        }
        pendingFailed.countDown();
    }

    /** Executor: takes the request for a snapshot, if there is one, to be completed now. */
    @Nullable
    SnapshotRequest takeSnapshotRequest() {
        return snapshot.get() == null ? null : snapshot.getAndSet(null);
    }
}
