package dev.vendaval.worker.executor;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.TaskMove;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's way from one plan of its topology to the next, beside its executors, which follow it each at a round edge
 * of its own ({@link Passages}).
 *
 * <pre>
 * STABLE --stage--&gt; STAGED --commit--&gt; UNDER WAY --isSettled, forget--&gt; STABLE
 *                     +-----abort----&gt; STABLE
 * </pre>
 *
 * {@link Staging} makes the executors that arrive; they take nothing. Commit is one write, which every executor sees at its
 * next round. What goes to other workers is with {@link OutgoingTasks}, what comes from them with {@link IncomingTasks}.
 *
 * <p>What says so is for one thread, the worker's host's; the rest is for any.
 */
public final class Changeover {
    private static final Logger log = LoggerFactory.getLogger(Changeover.class);
    private static final int MOST_AWAITED = 20;

    private final OlderLives lives;
    private final Staging staging;
    private final OutgoingTasks outgoing = new OutgoingTasks(this::roster);
    private final IncomingTasks incoming = new IncomingTasks(this);
    private final AcksOfMoved acks = new AcksOfMoved(this);
    private final ChangeTally tally = new ChangeTally();
    private volatile @Nullable PlanChange inForce;
    private volatile @Nullable Roster roster;

    /** Of a worker that has nobody to hand anything to. */
    public Changeover() {
        this(worker -> null);
    }

    /** @param met the newest life of a worker that this one has spoken with, or null; any thread */
    public Changeover(IntFunction<@Nullable Incarnation> met) {
        this.lives = new OlderLives(met);
        this.staging = new Staging(this::roster, lives);
    }

    void attach(Roster executors) {
        roster = executors;
    }

    Roster roster() {
        return Objects.requireNonNull(roster, "no executors yet");
    }

    ExecutorEnvironment environment() {
        return roster().environment();
    }

    // ---- host thread

    /**
     * Makes what a plan needs here, without a change to anything that runs.
     *
     * @param before the plan in force; null if this worker is new with the next one
     */
    public void stage(@Nullable TopologyPlan before, TopologyPlan next) {
        staging.stage(before, next);
    }

    /** The plan that is staged, or null. */
    public @Nullable TopologyPlan staged() {
        return staging.staged();
    }

    /** Whether what is staged could come into force at once. */
    public boolean isReady(@Nullable TopologyPlan before) {
        return staging.isReady(before);
    }

    /** Executors whose components cannot be prepared, for what is staged. */
    public List<ExecutorPlan> failing() {
        return staging.failing();
    }

    /** What is staged will not come. */
    public void abort() {
        staging.abort();
    }

    /**
     * The change is in force: what was staged, or a change that was under way when this worker's life began, for which its
     * executors were made.
     */
    public void commit(PlanChange change) {
        outgoing.clear();
        incoming.begin();
        tally.begin();
        lives.begin(environment().deaths());
        staging.done();
        inForce = change;
        if (change.bornInIt()) {
            replaceTheDead(change);
        }
        roster().executors().forEach(executor -> executor.wakeup().wake());
        log.info("{} is in force", change);
    }

    /** What this worker's earlier life had of the earlier plan is gone: those who wait for it hear of it from this one. */
    private void replaceTheDead(PlanChange change) {
        for (ExecutorPlan dead : change.leaving()) {
            roster().gone(dead);
            for (ExecutorPlan receiver : change.receiversOf(dead.component())) {
                if (receiver.isPlaced() && receiver.worker() != change.worker()) {
                    RemoteExecutor way = environment().remotes().apply(receiver);
                    way.end(DataSection.end(receiver.address(), dead.firstTask(), dead.address(), change.version()));
                }
            }
            for (int task : dead.tasks()) {
                ExecutorPlan owner = change.after().executorOfTask(task);
                Set<ExecutorPlan> successors = new LinkedHashSet<>(change.heirsOf(task));
                successors.add(owner);
                for (ExecutorPlan successor : successors) {
                    if (successor.isPlaced() && successor.worker() != change.worker()) {
                        outgoing.hand(change, task, successor, null);
                    }
                }
            }
        }
    }

    /** Whether a change is in force of which something is held, drained or handed over here. */
    public boolean isUnderWay() {
        PlanChange change = inForce;
        return change != null && !isSettled(change);
    }

    /** What keeps it from being settled, for people. */
    public List<String> awaited() {
        PlanChange change = inForce;
        if (change == null) {
            return List.of();
        }
        return Stream.concat(
                        roster().executors().stream()
                                .filter(executor -> executor.passages().settledVersion() < change.version())
                                .map(executor -> Awaited.of(executor.plan(), change)),
                        outgoing.untaken().stream())
                .limit(MOST_AWAITED)
                .toList();
    }

    private boolean isSettled(PlanChange change) {
        return roster().executors().stream()
                        .allMatch(executor -> executor.passages().settledVersion() >= change.version())
                && outgoing.allAreTaken();
    }

    /** The change is done everywhere. */
    public void forget() {
        PlanChange change = inForce;
        outgoing.clear();
        incoming.forget(change == null ? 0 : change.version());
    }

    /** Sends again what other workers have not taken. */
    public void tick(long now) {
        PlanChange change = inForce;
        if (change != null) {
            outgoing.tick(change, now);
        }
    }

    /** For reports, by any thread: what changes have cost. */
    public ChangeTally tally() {
        return tally;
    }

    // ---- links

    /** A section of what another worker hands over. */
    public void handedOver(DataSection section) {
        incoming.take(section);
    }

    /** Another worker's executor, named by its address, has what was handed over of a task. */
    public void takenOver(int task, long version, int receiver) {
        PlanChange change = inForce;
        if (change != null && change.version() == version) {
            outgoing.taken(task, receiver);
        }
        environment().stateChanged().run();
    }

    // ---- executors

    /** The change to follow; null before the first. */
    @Nullable
    PlanChange inForce() {
        return inForce;
    }

    private PlanChange present() {
        return Objects.requireNonNull(inForce, "no change is in force");
    }

    /** Whether all executors here have begun to follow a change. */
    boolean allFollow(PlanChange change) {
        return roster().executors().stream()
                .allMatch(executor -> executor.passages().followedVersion() >= change.version());
    }

    /** Whether an executor of the earlier plan is no more, for want of the life of its worker that had it. */
    boolean isGone(ExecutorPlan earlier) {
        PlanChange change = present();
        if (!earlier.isPlaced()) {
            return true;
        }
        if (earlier.worker() == change.worker()) {
            return change.bornInIt() && !change.after().has(earlier);
        }
        return lives.isOver(earlier.worker(), environment().deaths());
    }

    /** Whether an executor of the later plan has lost what others have sent it, who may have followed before this worker. */
    boolean hasLostItsWorker(ExecutorPlan later) {
        return later.isPlaced()
                && lives.hasDiedSince(later.worker(), environment().deaths());
    }

    /**
     * A task goes on elsewhere, and so do its keys that new tasks get.
     *
     * @param ended its instance has ended, and another one goes on, in another worker or here
     * @param state what it has saved for that, or for the new tasks; null if nothing
     */
    void handOver(Task task, boolean ended, byte @Nullable [] state) {
        PlanChange change = present();
        ExecutorPlan owner = change.after().executorOfTask(task.id);
        Set<ExecutorPlan> heirs = new LinkedHashSet<>(change.heirsOf(task.id));
        if (!ended) {
            give(owner, new HandedOver(change.version(), task.id, task, heirs.remove(owner) ? state : null, null));
        } else if (owner.worker() == change.worker()) {
            give(owner, new HandedOver(change.version(), task.id, null, state, task.counters));
        } else {
            tally.left(task.id, task.counters);
            if (owner.isPlaced()) {
                heirs.add(owner);
            }
        }
        for (ExecutorPlan heir : heirs) {
            if (heir.worker() == change.worker()) {
                byte[] own = state == null ? null : state.clone();
                give(heir, new HandedOver(change.version(), task.id, null, own, null));
            } else {
                outgoing.hand(change, task.id, heir, state);
            }
        }
    }

    private void give(ExecutorPlan to, HandedOver handed) {
        Executor next = roster().executor(to);
        if (next == null) {
            throw new IllegalStateException("task " + handed.id() + " has nobody to go to: " + to + " is not here");
        }
        next.passages().handOver(handed);
    }

    /** What was handed over of a task to an executor is there. */
    void tookOver(int task, ExecutorPlan receiver) {
        if (present().before().executorOfTask(task).worker() != present().worker()) {
            incoming.isHere(task, receiver.address());
        }
    }

    /** An executor has all of its tasks and takes tuples, so long after the change. */
    void opened(ExecutorPlan executor, long pauseNanos) {
        tally.add(new TaskMove(executor.component(), executor.tasks(), pauseNanos));
    }

    /** An executor has ended. */
    void left(ExecutorPlan executor) {
        roster().left(executor);
        environment().stateChanged().run();
    }

    /** What other executors' trees are told here is handed on to them. */
    AcksOfMoved acksOfMoved() {
        return acks;
    }
}
