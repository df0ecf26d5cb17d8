package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.SenderWorker;
import dev.vendaval.worker.metrics.TaskCounters;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an executor goes along with the changes of its topology's plan, one {@link Passage} after another, each begun and
 * gone on with at its round edges. Owned by the executor's thread, except what says otherwise.
 *
 * <p>Always: it follows a change before it does anything else in that round; it is in one passage at most; a version is
 * settled here only once nothing is held, drained or handed over in this executor because of it.
 */
final class Passages {
    private static final Logger log = LoggerFactory.getLogger(Passages.class);

    private final Executor executor;
    private final ExecutorParts parts;
    private final Tasks tasks;
    private final Round round;
    private final Changeover changeover;

    /** It began with a change of the plan and takes nothing before that has given it all of its tasks. */
    private boolean unopened;

    /** Its way through the last change that it has begun to follow, until that is over. */
    private @Nullable Passage passage;

    /** Tasks that were handed over to it; put in by any thread, each once at a time. */
    private final Queue<HandedOver> handedOver = new ConcurrentLinkedQueue<>();

    /** Written here, read by any thread. */
    private volatile long followedVersion;

    /** Written here, read by any thread. */
    private volatile long settledVersion;

    Passages(Executor executor, ExecutorParts parts, Tasks tasks, Round round) {
        this.executor = executor;
        this.parts = parts;
        this.tasks = tasks;
        this.round = round;
        this.changeover = parts.environment().changeover();
        this.unopened = parts.since() > 0;
        this.followedVersion = parts.since() - 1;
    }

    // ---- any thread

    /** A task comes from its older owner. */
    void handOver(HandedOver task) {
        if (task.task() == null
                && handedOver.stream().anyMatch(each -> each.id() == task.id() && each.version() == task.version())) {
            return; // it was sent again before it could be taken
        }
        handedOver.add(task);
        VarHandle.fullFence();
        parts.wakeup().wake();
    }

    /** The last change that it has begun to follow. */
    long followedVersion() {
        return followedVersion;
    }

    /** The last change of the plan of which nothing is held, drained or handed over here any more. */
    long settledVersion() {
        return settledVersion;
    }

    // ---- what the round asks

    boolean isUnderWay() {
        return passage != null;
    }

    boolean isUnopened() {
        return unopened;
    }

    /** Whether the executor may call components. */
    boolean allowsWork() {
        return !unopened && (passage == null || passage.mayWork());
    }

    /** Whether the change that the executor came with is not in force here yet. */
    boolean isBeforeItsChange() {
        return parts.since() > 0 && followedVersion < parts.since();
    }

    /** Whether the executor takes no more from its source than it has. */
    boolean isLeaving() {
        return passage != null && passage.role() != Passage.Role.STAYS;
    }

    /** Whether a task that cannot execute its tuples has had its time: what it still gets fails. */
    boolean failsInputs() {
        return passage != null
                && passage.role() == Passage.Role.LEAVES
                && round.now() - passage.begunAt() >= drainNanos();
    }

    private long drainNanos() {
        return executor.settings().rebalanceDrainTimeout().toNanos();
    }

    /**
     * Whether a task whose instance ends may still keep inputs or trees that are neither acked nor failed: for the time
     * configured, once nobody sends it more.
     */
    private boolean hasTimeToDrain(Passage present) {
        return present.awaitsEnds() || round.now() - present.drainsSince(round.now()) < drainNanos();
    }

    // ---- the beginning

    /** At the round's edge: from here on tuples go by the plan that is in force; true if that is a new one. */
    boolean follow() {
        PlanChange change = changeover.inForce();
        if (change == null || change.version() <= followedVersion) {
            return false;
        }
        followedVersion = change.version();
        Passage begun = new Passage(change, parts.plan(), changeover::isGone, round.now());
        begun.forgetEnds(this::isSilent);
        passage = begun;
        parts.outputs().follow(change.after(), parts.emitter(), tasks.outputs(), changeover::isGone);
        parts.outputs().followAckers(parts.acks());
        abandonDead();
        if (begun.role() != Passage.Role.ARRIVES) {
            unopened = false;
            hold(begun);
        }
        executor.follow(change, begun.role() == Passage.Role.LEAVES);
        executor.configure(change.after().component(parts.plan().component()));
        log.debug("executor {} {}", parts.plan(), begun);
        return true;
    }

    private void hold(Passage present) {
        parts.inbox().holds().follow(present.change().version(), present.heldTasks());
        parts.inbox().released();
    }

    // ---- what comes meanwhile

    /** A marker in a channel; nothing of what came before it is unexecuted. */
    void ended(DataSection marker) {
        Passage present = passage;
        if (marker.kind != DataSection.END) {
            log.warn("executor {} got {}; ignored", parts.plan(), marker);
        } else if (present != null && present.change().version() == marker.epoch) {
            release(present.ended(marker.stream));
        }
    }

    /** Workers have died: no task is awaited of them any more, nor anything sent to them. */
    void othersDied() {
        if (passage != null) {
            passage.forgetTasks(changeover::isGone);
            release(passage.forgetEnds(this::isSilent));
            abandonDead();
        }
    }

    /**
     * Whether nothing more comes of an executor of the earlier plan. What it sent before its worker died may still wait here;
     * its tasks' new owner must not overtake that.
     */
    private boolean isSilent(ExecutorPlan sender) {
        return changeover.isGone(sender)
                && (!sender.isPlaced() || parts.inbox().isEmptyFrom(new SenderWorker(sender.worker())));
    }

    private void release(List<Integer> held) {
        if (!held.isEmpty()) {
            parts.inbox().holds().release(held);
            parts.inbox().released();
        }
    }

    private void abandonDead() {
        long untracked = parts.emitter().abandonDead(root -> {
            parts.acks().fail(root);
            changeover.tally().countFailed(1);
        });
        changeover.tally().countLost(untracked);
    }

    // ---- the way through

    /**
     * At the end of a round: as far as it can go now; true if there may be more to do at once.
     *
     * @param acksHeld whether acks of this executor wait for room
     */
    boolean goOn(boolean acksHeld) {
        Passage present = passage;
        if (present == null) {
            return false;
        }
        if (present.awaitsEnds()) {
            List<Integer> released = present.forgetEnds(this::isSilent);
            if (!released.isEmpty()) {
                release(released);
                return true;
            }
        }
        return switch (present.role()) {
            case STAYS -> stay(present);
            case ARRIVES -> arrive(present);
            case LEAVES -> leave(present);
            case FLUSHES -> !acksHeld && handTasksOver(present);
            case FORWARDS -> end(present);
        };
    }

    private boolean stay(Passage present) {
        HandedOver late = handedOver.poll();
        while (late != null) {
            // Its older owner was taken for dead before it could say anything: this one has begun without.
            changeover.tookOver(late.id(), parts.plan());
            late = handedOver.poll();
        }
        if (present.awaitsEnds() || parts.emitter().isRetiring()) {
            return false;
        }
        settle(present);
        parts.environment().stateChanged().run();
        return true;
    }

    private void settle(Passage present) {
        passage = null;
        settledVersion = present.change().version();
    }

    private boolean arrive(Passage present) {
        HandedOver next = handedOver.poll();
        while (next != null) {
            takeOver(present, next);
            next = handedOver.poll();
        }
        if (present.awaitsTasks()) {
            return false;
        }
        for (Task task : tasks) {
            countOn(task.id, changeover.tally().comesBack(task.id));
            task.olderIsGone();
        }
        if (!executor.orders().isStopping()) {
            tasks.makeDue(); // a spout that waited for its older instance: its open is a part of the pause
        }
        unopened = false;
        present.arrived();
        hold(present);
        long pause = round.look() - present.begunAt();
        changeover.opened(parts.plan(), pause);
        log.info("executor {} has its tasks, {} us after the change", parts.plan(), pause / 1000);
        tasks.stateChanged();
        return true;
    }

    private void takeOver(Passage present, HandedOver handed) {
        if (handed.version() != present.change().version() || !present.tookOver(handed.id())) {
            return;
        }
        for (Task task : tasks) {
            if (present.change().sourcesOf(task.id).contains(handed.id())) {
                task.restore(handed.state());
            }
        }
        Task moved = handed.task();
        if (moved != null) {
            moved.moveTo(executor);
            executor.addMoved(moved);
        } else {
            countOn(handed.id(), handed.counted());
            changeover.tookOver(handed.id(), parts.plan());
        }
    }

    private void countOn(int task, @Nullable TaskCounters counted) {
        if (counted != null) {
            for (Task each : tasks) {
                if (each.id == task) {
                    each.counters.add(counted);
                }
            }
        }
    }

    private boolean leave(Passage present) {
        if (present.awaitsEnds() || !parts.inbox().isEmpty() || executor.tuplesInHand() > 0) {
            return false;
        }
        if (present.tellsToMove()) {
            tellTasks(present);
            return true;
        }
        if (!finishTasks(present)) {
            return false;
        }
        parts.outputs().end(parts.emitter(), changeover::isGone);
        abandonDead();
        present.flushes();
        return true;
    }

    private void tellTasks(Passage present) {
        for (Task task : tasks) {
            if (present.endsInstance(task.id) || present.change().givesKeys(task.id)) {
                task.prepareToMove();
            }
        }
    }

    /** What must be finished before the tasks go fails when there is no more time or hope for it; false to wait. */
    private boolean finishTasks(Passage present) {
        for (Task task : tasks) {
            boolean givesKeys = present.change().givesKeys(task.id);
            if ((givesKeys || executor.mustFinish(present, task)) && task.hasOpenInputs()) {
                if (hasTimeToDrain(present) && !executor.isHopeless(present, task)) {
                    return false;
                }
                if (!executor.mustFinish(present, task) && !parts.component().handsMemoryOver()) {
                    continue; // it stays, and there is no memory that the others would lack
                }
                int failed = task.failOpenInputs(present.endsInstance(task.id));
                changeover.tally().countFailed(failed);
                log.warn(
                        "component '{}', task {} moves with {} inputs or trees unfinished; they fail",
                        parts.component().id(),
                        task.id,
                        failed);
            }
        }
        return true;
    }

    private boolean handTasksOver(Passage present) {
        if (parts.emitter().isRetiring()) {
            return false;
        }
        executor.forgetTasks();
        for (Task task : tasks.removeAll()) {
            boolean ends = present.endsInstance(task.id);
            byte[] state = ends || present.change().givesKeys(task.id) ? task.save() : null;
            if (ends) {
                task.end();
            }
            changeover.handOver(task, ends, state);
        }
        present.forwards();
        log.info("executor {} has handed its tasks over", parts.plan());
        return true;
    }

    /** Those that have followed send their acks elsewhere; what they sent here before was handed on in this round. */
    private boolean end(Passage present) {
        if (!changeover.allFollow(present.change()) || executor.takeControl()) {
            return false;
        }
        settle(present);
        executor.orders().stopped(Orders.Stop.END);
        changeover.left(parts.plan());
        return false;
    }

    /** For what went wrong: how far it is with a change. */
    @Override
    public String toString() {
        Passage present = passage;
        return (unopened ? "unopened " : "") + (present == null ? "settled " + settledVersion : present.toString());
    }
}
