package dev.vendaval.worker.executor;

import dev.vendaval.api.Spout;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.report.OldestTree;
import dev.vendaval.protocol.report.SpoutInsight;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.worker.outbound.Anchoring;
import dev.vendaval.worker.tracking.Outcome;
import dev.vendaval.worker.tracking.Tracker;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task of a spout, and its acker: asks for tuples, begins their trees, tells the spout what became of them. Owned by
 * the executor's thread.
 *
 * <p>The tree begins in {@code emit} itself, on the only thread that reads acks, so no ack can come before it.
 */
final class SpoutTask extends Task {
    /** Without a limit of the user's: what keeps the trees of a stalled topology within about 50 MB. */
    private static final int MAX_PENDING = 1 << 18;

    private static final int MAX_TIMED_OUT = 256;

    /** Failures after a death are handed out in rounds of so many, so that a wave of replays does not hold up the rest. */
    private static final int MAX_DOOMED = 256;

    private static final Logger log = LoggerFactory.getLogger(SpoutTask.class);

    private final @Nullable Tracker tracker;
    private IdleWait idle;
    private int maxPending;
    private final Outcome outcome = new Outcome();

    /** With tracking off: message ids whose emitting call has returned. */
    private final Queue<Object> ackAtOnce = new ArrayDeque<>();

    private @Nullable Spout spout;
    private @Nullable SpoutCollector collector;
    private boolean active;

    /** The topology ends and pending trees have failed: no tree may begin that would hear of nothing. */
    private boolean treesRefused;

    private long emits;
    private final WorkRate emitRate;
    private volatile boolean wakeUpAsked;

    SpoutTask(Executor executor, int id, @Nullable Tracker tracker) {
        super(executor, id);
        this.tracker = tracker;
        this.idle = idle(executor.settings());
        this.maxPending = maxPending(executor.settings());
        this.emitRate = new WorkRate(executor.round().now());
    }

    private static IdleWait idle(TopologySettings settings) {
        return new IdleWait(settings.spoutIdleMaxWait().toNanos());
    }

    private static int maxPending(TopologySettings settings) {
        Integer limit = settings.maxSpoutPending();
        return limit == null ? MAX_PENDING : limit;
    }

    /** 0 for none. */
    static long maxAgeNanos(TopologySettings settings) {
        return settings.treeMaxAge() == null ? 0 : settings.treeMaxAge().toNanos();
    }

    @Override
    void settled(TopologySettings settings) {
        idle = idle(settings);
        maxPending = maxPending(settings);
        if (tracker != null) {
            tracker.retime(
                    settings.messageTimeout().toNanos(),
                    maxAgeNanos(settings),
                    executor().round().now());
        }
    }

    @Override
    void open() throws Exception {
        Spout made = newInstance(Spout.class);
        spout = made;
        collector = new SpoutCollector(this);
        active = false;
        made.open(executor().component().configuration(), context, collector);
        if (executor().orders().isActive()) {
            active = true;
            made.activate();
        }
        idle.end();
    }

    @Override
    void close() throws Exception {
        Spout discarded = spout;
        spout = null;
        if (collector != null) {
            collector.discard();
            collector = null;
        }
        if (discarded != null) {
            discarded.close();
        }
    }

    @Override
    void giveUpTrees() {
        ackAtOnce.clear();
        if (tracker != null) {
            tracker.dropAll();
        }
    }

    @Override
    void moved() {
        settled(executor().settings());
        activate(executor().orders().isActive());
    }

    @Override
    boolean hasOpenInputs() {
        return pending() + ackAtOnce.size() > 0;
    }

    @Override
    void prepareToMove() {}

    @Override
    byte @Nullable [] save() {
        return null;
    }

    @Override
    void restore(byte @Nullable [] state) {}

    /** The pending trees fail, and the spout hears of it; of one that ends no tree begins that nobody would end. */
    @Override
    int failOpenInputs(boolean ends) {
        int count = pending();
        treesRefused = ends;
        if (tracker != null) {
            tracker.failAll();
        }
        deliverOutcomes(pending() + ackAtOnce.size());
        return count;
    }

    /** Calls activate or deactivate if that is news to the spout. */
    void activate(boolean wanted) {
        Spout present = spout;
        if (present == null || !isRunning() || active == wanted) {
            return;
        }
        active = wanted;
        executor().enter(this);
        try {
            if (wanted) {
                present.activate();
            } else {
                present.deactivate();
            }
        } catch (Throwable e) {
            failed(e, false);
        }
        idle.end();
    }

    /** Whether nextTuple may be called now. */
    boolean isDue(long now) {
        if (wakeUpAsked) {
            wakeUpAsked = false;
            idle.end();
        }
        return active && isRunning() && pending() + ackAtOnce.size() < maxPending && idle.isOver(now);
    }

    /** Asks the spout for tuples; true if it emitted any. */
    boolean nextTuple() {
        Spout present = spout;
        if (present == null) {
            throw new IllegalStateException("task " + id + " has no instance");
        }
        long before = emits;
        try {
            present.nextTuple();
        } catch (Throwable e) {
            // Whatever users' code throws is theirs; Task tells apart what must end the worker.
            failed(e, false);
            return false;
        }
        restarts.succeeded();
        if (emits == before) {
            idle.empty(executor().round().now());
            return false;
        }
        idle.emitted();
        return true;
    }

    List<Integer> emit(String stream, List<Object> values, @Nullable Object messageId) {
        long root = anchorToNewTree(messageId);
        List<Integer> targets = output().emit(stream, values);
        begin(root, messageId);
        output().emitted(stream, values, targets);
        return targets;
    }

    void emitDirect(int task, String stream, List<Object> values, @Nullable Object messageId) {
        long root = anchorToNewTree(messageId);
        List<Integer> targets = output().emitDirect(task, stream, values);
        begin(root, messageId);
        output().emitted(stream, values, targets);
    }

    private long anchorToNewTree(@Nullable Object messageId) {
        if (messageId != null && treesRefused) {
            throw new TreeRefusedException();
        }
        Anchoring anchoring = output().anchoring();
        if (messageId == null || tracker == null) {
            anchoring.untracked();
            return 0;
        }
        long root = tracker.nextRoot();
        anchoring.newTree(root);
        return root;
    }

    private void begin(long root, @Nullable Object messageId) {
        emits++;
        if (messageId == null) {
            return;
        }
        if (tracker == null) {
            ackAtOnce.add(messageId);
        } else {
            Anchoring anchoring = output().anchoring();
            tracker.begin(root, messageId, executor().round().now(), anchoring.treeXor(), anchoring.treeMask());
        }
    }

    /** The clock was read. */
    void advance(long now) {
        if (tracker != null) {
            tracker.advance(now);
        }
    }

    /** Trees that have touched workers with these bits will fail. */
    void othersDied(long touchBits) {
        if (tracker != null) {
            tracker.doom(touchBits);
        }
    }

    /** Fails trees that a death has doomed. */
    void failDoomed() {
        if (tracker != null) {
            tracker.failDoomed(MAX_DOOMED);
        }
    }

    /** Fails trees whose time is over. */
    void timeOut() {
        if (tracker != null) {
            tracker.sweep(MAX_TIMED_OUT);
        }
    }

    /** The end of a round: what happened in it happened before now. */
    void endRound(long now) {
        if (tracker != null) {
            tracker.advance(now);
        }
    }

    /** Calls ack and fail for trees that have ended; returns how many. */
    int deliverOutcomes(int most) {
        int delivered = 0;
        while (delivered < most && isRunning() && deliverOne()) {
            delivered++;
        }
        if (delivered > 0) {
            idle.end();
        }
        return delivered;
    }

    private boolean deliverOne() {
        if (tracker == null) {
            Object messageId = ackAtOnce.poll();
            if (messageId == null) {
                return false;
            }
            counters.acked++;
            tell(messageId, true);
            return true;
        }
        if (!tracker.pollOutcome(outcome)) {
            return false;
        }
        count(outcome);
        tell(outcome.messageId(), outcome.kind() == Outcome.Kind.ACKED);
        return true;
    }

    private void count(Outcome ended) {
        if (ended.kind() == Outcome.Kind.ACKED) {
            counters.acked++;
            counters.completed(executor().round().now() - ended.emitNanos());
        } else {
            counters.failed++;
            counters.timedOut += ended.kind() == Outcome.Kind.TIMED_OUT ? 1 : 0;
        }
    }

    private void tell(Object messageId, boolean acked) {
        Spout present = spout;
        if (present == null) {
            return;
        }
        executor().enter(this);
        try {
            call(present, messageId, acked);
            if (acked) {
                hooks.spoutAcked(messageId);
            } else {
                hooks.spoutFailed(messageId);
            }
        } catch (Throwable e) {
            if (treesRefused && !endsWorker(e)) {
                // Nothing is made anew any more, and the other pending trees shall have their fail, too.
                report(e);
            } else {
                failed(e, false);
            }
        }
    }

    private void call(Spout present, Object messageId, boolean acked) throws Exception {
        try {
            if (acked) {
                present.ack(messageId);
            } else {
                present.fail(messageId);
            }
        } catch (TreeRefusedException e) {
            // The way of every spout that replays what failed: not worth an error when the topology ends.
            log.debug("component '{}', task {}: {}", executor().component().id(), id, e.getMessage());
        }
    }

    /** An emit with a message id that came too late to be tracked. */
    private static final class TreeRefusedException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        TreeRefusedException() {
            super(
                    "this instance has ended, and what was pending has failed: a tuple with a message id can not be emitted"
                            + " any more, since nothing would be heard of it");
        }
    }

    /** The topology ends: no more tuples; every pending tree fails, and the spout hears of it. */
    void failPending() {
        activate(false);
        treesRefused = true;
        if (tracker != null) {
            tracker.failAll();
        }
        deliverOutcomes(pending() + ackAtOnce.size());
    }

    @Nullable
    Tracker tracker() {
        return tracker;
    }

    /** Tracked tuples whose outcome the spout has not heard yet. */
    int pending() {
        return tracker == null ? 0 : tracker.pending() + tracker.undelivered();
    }

    /** Ends the wait after an empty nextTuple; any thread. */
    void wakeUp() {
        wakeUpAsked = true;
        VarHandle.fullFence();
        executor().wakeup().wake();
    }

    /** When this task needs its executor next. */
    long nanosLeft(long now) {
        // A spout that is due and was not called has no room downstream: whoever makes room wakes the executor().
        boolean waits = active && isRunning() && pending() < maxPending && !idle.isOver(now);
        long left = waits ? idle.nanosLeft(now) : Long.MAX_VALUE;
        if (tracker != null) {
            long sweep = tracker.nextSweepNanos();
            left = Math.min(left, sweep == Long.MAX_VALUE ? sweep : Math.max(0, sweep - now));
        }
        return left;
    }

    void lookAtRate(long now) {
        emitRate.look(now, emits);
    }

    SpoutInsight insight(long now) {
        return new SpoutInsight(
                id,
                phase(),
                idle.isEmpty(),
                emitRate.perSecond(now),
                emitRate.millisSinceGrowth(now),
                pending() + ackAtOnce.size(),
                maxPending,
                oldest(now));
    }

    private OldestTree oldest(long now) {
        Tracker.Oldest oldest = tracker == null ? null : tracker.oldest();
        return oldest == null
                ? OldestTree.NONE
                : new OldestTree(oldest.root(), (now - oldest.emitNanos()) / 1_000_000, oldest.touchBits());
    }

    @Override
    TaskReport report() {
        return counters.toReport(pending(), 0);
    }
}
