package dev.vendaval.worker.executor;

import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.report.BoltInsight;
import dev.vendaval.protocol.report.ExecutorInsight;
import dev.vendaval.protocol.report.ExecutorReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.ReceiverWait;
import dev.vendaval.protocol.report.SpoutInsight;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.context.SharedData;
import dev.vendaval.worker.context.TaskContext;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.Inbox;
import dev.vendaval.worker.exchange.Wakeup;
import dev.vendaval.worker.metrics.TaskCounters;
import dev.vendaval.worker.outbound.AckPath;
import dev.vendaval.worker.outbound.Blockage;
import dev.vendaval.worker.outbound.Emitter;
import dev.vendaval.worker.outbound.TaskOutput;
import dev.vendaval.worker.plan.ComponentPlan;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A tasklet that runs some tasks of one component: {@link #step} does a round and says whether it got on. One thread at a
 * time owns it (with happens-before when the owner changes), and everything here belongs to that thread, except what says
 * otherwise. A step never waits: without input, or without room downstream, it does nothing, and its loop parks until
 * the {@link Wakeup} or until {@link #nanosUntilTimer}.
 *
 * <pre>
 * step: clock | life: make, activate, stop | control: acks, fails | calls of users' threads | ticks
 *       | work: nextTuple or execute, for at most 100 us and only while no outbox is at its limit | flush, report
 * </pre>
 */
abstract class Executor {
    private static final long LONGEST_PARK_NANOS = 1_000_000_000L;
    private static final long HELD_ACKS_PARK_NANOS = 1_000_000L;
    private static final long HELD_TUPLES_PARK_NANOS = 10_000_000L;
    private static final long UNREADY_PARK_NANOS = 2_000_000L;
    private static final long ODDITIES_EVERY_NANOS = 60_000_000_000L;
    private static final long PASSAGE_PARK_NANOS = 10_000_000L;

    private static final int NO_TASK = -1;
    private static final Logger log = LoggerFactory.getLogger(Executor.class);

    private final ExecutorParts parts;
    private final Round round;
    private final Orders orders;
    private final BooleanSupplier emitterIsOpen;

    /** For so long a task that moves to another worker may keep inputs or trees that are neither acked nor failed. */
    private final long drainNanos;

    private final SharedData sharedData = new SharedData();

    /** Gone through by index in every round: an iterator each would be most of what an idle executor allocates. */
    private final List<Task> tasks = new ArrayList<>();

    private final AtomicLong calls = new AtomicLong();

    /** Who is in a step; other threads never see themselves here, so it need not be volatile. */
    private @Nullable Thread owner;

    private int enteredTask = NO_TASK;
    private boolean receiversReady;
    private boolean acksHeld;
    private boolean tuplesHeld;
    private int deathsLearnt;
    private long restarts;
    private final WorkRate callRate;
    private long odditiesLogged;
    private long overdraftsSeen;
    private long unknownRootsSeen;
    private Orders.Stop stopDone = Orders.Stop.NONE;

    /** It began with a change of the plan and takes nothing before that has given it all of its tasks. */
    private boolean unopened;

    /** The last change that it has begun to follow, and its way through it until that is over. */
    private volatile long followedVersion;

    private @Nullable Passage passage;

    /** Tasks that were handed over to it; put in by any thread. */
    private final Queue<HandedOver> handedOver = new ConcurrentLinkedQueue<>();

    /** The last change that it is through with; written here, read by any thread. */
    private volatile long settledVersion;

    /** Written here, read by any thread. */
    private volatile ExecutorState state = ExecutorState.STARTING;

    Executor(ExecutorParts parts, TopologyStatus status) {
        this.parts = parts;
        this.round = new Round(parts.environment().nanoTime());
        this.odditiesLogged = round.now();
        this.callRate = new WorkRate(round.now());
        this.drainNanos = parts.settings().rebalanceDrainTimeout().toNanos();
        this.orders = new Orders(parts.wakeup(), status);
        this.unopened = parts.since() > 0;
        this.followedVersion = parts.since() - 1;
        this.emitterIsOpen = parts.emitter()::isOpen;
    }

    final void add(Task task) {
        tasks.add(task);
        tasks.sort(Comparator.comparingInt(each -> each.id));
    }

    /** One round; true if there may be more to do at once. */
    final boolean step() {
        round.begin();
        takeOwnership();
        try {
            return doRound();
        } finally {
            // A component called by another executor of the same loop is on a foreign thread.
            owner = null;
        }
    }

    private boolean doRound() {
        boolean progress = followChange();
        progress |= changeLife();
        learnDeaths();
        progress |= takeControl();
        progress |= performOthers();
        if (noneHasEnded() && mayWork()) {
            progress |= beforeWork();
            if (receiversAreReady()) {
                progress |= performEmits();
                progress |= work();
            }
        }
        progress |= endRound();
        if (passage != null) {
            progress |= goOnWith(passage);
        }
        return progress || rest();
    }

    private boolean performOthers() {
        boolean any = false;
        for (int i = 0; i < tasks.size(); i++) {
            any |= tasks.get(i).handOff.performOthers();
        }
        return any;
    }

    private boolean performEmits() {
        boolean any = false;
        for (int i = 0; i < tasks.size(); i++) {
            any |= tasks.get(i).handOff.performEmits(emitterIsOpen);
        }
        return any;
    }

    // ---- a change of the plan

    /** At the round's edge: from here on tuples go by the plan that is in force. */
    private boolean followChange() {
        PlanChange change = parts.environment().changeover().inForce();
        if (change == null || change.version() <= followedVersion) {
            return false;
        }
        followedVersion = change.version();
        Passage begun = new Passage(change, plan(), parts.environment().changeover()::isGone, round.now());
        passage = begun;
        Map<TaskOutput, TaskCounters> outputs = new LinkedHashMap<>();
        for (Task task : tasks) {
            TaskOutput output = task.outputIfMade();
            if (output != null) {
                outputs.put(output, task.counters);
            }
        }
        parts.outputs()
                .follow(
                        change.after(),
                        parts.emitter(),
                        outputs,
                        parts.environment().changeover()::isGone);
        parts.outputs().followAckers(parts.acks());
        abandonDead();
        if (begun.role() != Passage.Role.ARRIVES) {
            unopened = false;
            parts.inbox().holds().follow(change.version(), begun.heldTasks());
            parts.inbox().released();
        }
        follow(change, begun.role() == Passage.Role.LEAVES);
        log.debug("executor {} {}", plan(), begun);
        return true;
    }

    /** The kind's own part of it. */
    abstract void follow(PlanChange change, boolean leaves);

    private boolean mayWork() {
        return !unopened && (passage == null || passage.mayWork());
    }

    /** A marker in a channel; nothing of what came before it is unexecuted. */
    final void ended(DataSection marker) {
        Passage present = passage;
        if (marker.kind != DataSection.END) {
            log.warn("executor {} got {}; ignored", plan(), marker);
        } else if (present != null && present.change().version() == marker.epoch) {
            release(present.ended(marker.stream));
        }
    }

    private void release(List<Integer> tasks) {
        if (!tasks.isEmpty()) {
            parts.inbox().holds().release(tasks);
            parts.inbox().released();
        }
    }

    private void abandonDead() {
        long untracked = parts.emitter().abandonDead(root -> {
            parts.acks().fail(root);
            parts.environment().changeover().countFailed(1);
        });
        parts.environment().changeover().countLost(untracked);
    }

    /** A task comes from its older owner; any thread. */
    final void handOver(HandedOver task) {
        handedOver.add(task);
        VarHandle.fullFence();
        parts.wakeup().wake();
    }

    /** The last change of the plan of which nothing is held, drained or handed over here any more; any thread. */
    final long settledVersion() {
        return settledVersion;
    }

    /** For what went wrong: how far it is with a change. */
    final String describePassage() {
        Passage present = passage;
        return (unopened ? "unopened " : "") + (present == null ? "settled " + settledVersion : present.toString())
                + ", " + parts.inbox().queuedTuples() + " tuples wait, "
                + (parts.emitter().isOpen() ? "open" : "closed") + (receiversReady ? "" : ", receivers not ready")
                + (parts.emitter().isRetiring() ? ", ends to be put" : "");
    }

    private boolean goOnWith(Passage present) {
        return switch (present.role()) {
            case STAYS -> stay(present);
            case ARRIVES -> arrive(present);
            case LEAVES -> leave(present);
            case FLUSHES -> flushAndGo(present);
            case FORWARDS -> end(present);
        };
    }

    private boolean stay(Passage present) {
        HandedOver late = handedOver.poll();
        while (late != null) {
            // Its older owner was taken for dead before it could say anything: this one has begun without.
            parts.environment().changeover().takenOver(late.id());
            late = handedOver.poll();
        }
        if (present.awaitsEnds() || parts.emitter().isRetiring()) {
            return false;
        }
        passage = null;
        settledVersion = present.change().version();
        parts.environment().stateChanged().run();
        return true;
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
        tasks.forEach(Task::olderIsGone);
        unopened = false;
        present.arrived();
        parts.inbox().holds().follow(present.change().version(), present.heldTasks());
        parts.inbox().released();
        long pause = round.look() - present.begunAt();
        parts.environment().changeover().opened(plan(), pause);
        log.info("executor {} has its tasks, {} us after the change", plan(), pause / 1000);
        stateChanged();
        return true;
    }

    private void takeOver(Passage present, HandedOver handed) {
        if (handed.version() != present.change().version() || !present.tookOver(handed.id())) {
            return;
        }
        Task moved = handed.task();
        if (moved != null) {
            moved.moveTo(this);
            addMoved(moved);
            return;
        }
        for (Task task : tasks) {
            if (task.id == handed.id()) {
                task.restore(handed.state());
            }
        }
        parts.environment().changeover().takenOver(handed.id());
    }

    /** A task that was another executor's is this one's. */
    abstract void addMoved(Task task);

    private boolean leave(Passage present) {
        if (present.awaitsEnds() || !parts.inbox().isEmpty() || tuplesInHand() > 0) {
            return false;
        }
        if (present.tellsToMove()) {
            for (Task task : tasks) {
                if (leavesWorker(present, task)) {
                    task.prepareToMove();
                }
            }
            return true;
        }
        for (Task task : tasks) {
            if (mustFinish(present, task) && task.hasOpenInputs()) {
                if (round.now() - present.begunAt() < drainNanos && !isHopeless(present, task)) {
                    return false;
                }
                int failed = task.failOpenInputs();
                parts.environment().changeover().countFailed(failed);
                log.warn(
                        "component '{}', task {} moves with {} inputs or trees unfinished; they fail",
                        component().id(),
                        task.id,
                        failed);
            }
        }
        parts.outputs().end(parts.emitter(), parts.environment().changeover()::isGone);
        abandonDead();
        present.flushes();
        return true;
    }

    /** Whether what a task has not finished cannot go along: another worker, or trees, whose acks come here. */
    boolean mustFinish(Passage present, Task task) {
        return leavesWorker(present, task);
    }

    /** The last change that it has begun to follow; any thread. */
    final long followedVersion() {
        return followedVersion;
    }

    /** Whether the change that it came with is not in force here yet. */
    final boolean isBeforeItsChange() {
        return parts.since() > 0 && followedVersion < parts.since();
    }

    final boolean isUnopened() {
        return unopened;
    }

    /** Whether what it has not finished may never be. */
    boolean isHopeless(Passage present, Task task) {
        return false;
    }

    /** It takes no more from its source than it has. */
    final boolean isLeaving() {
        return passage != null && passage.role() != Passage.Role.STAYS;
    }

    /** Whether a task that cannot execute its tuples has had its time: what it still gets fails. */
    final boolean failsInputs() {
        return passage != null
                && passage.role() == Passage.Role.LEAVES
                && round.now() - passage.begunAt() >= drainNanos;
    }

    private boolean leavesWorker(Passage present, Task task) {
        return present.change().after().executorOfTask(task.id).worker()
                != parts.environment().worker();
    }

    private boolean flushAndGo(Passage present) {
        if (parts.emitter().isRetiring() || acksHeld) {
            return false;
        }
        Changeover changeover = parts.environment().changeover();
        List<Task> leaving = List.copyOf(tasks);
        tasks.clear();
        forgetTasks();
        for (Task task : leaving) {
            if (leavesWorker(present, task)) {
                byte[] state = task.save();
                task.end();
                changeover.handOver(task, state);
            } else {
                changeover.handOver(task);
            }
        }
        present.forwards();
        log.info("executor {} has handed its tasks over", plan());
        return true;
    }

    /** Those that have followed send their acks elsewhere; what they sent here before was handed on in this round. */
    private boolean end(Passage present) {
        Changeover changeover = parts.environment().changeover();
        if (!changeover.allFollow(present.change()) || takeControl()) {
            return false;
        }
        passage = null;
        settledVersion = present.change().version();
        orders.stopped(Orders.Stop.END);
        changeover.left(plan());
        return false;
    }

    /** It has no tasks any more. */
    abstract void forgetTasks();

    /** Before anything else in the round is done in the knowledge of them. */
    private void learnDeaths() {
        int number = parts.environment().deaths().number();
        if (number != deathsLearnt) {
            long touchBits = parts.environment().deaths().bitsAfter(deathsLearnt);
            deathsLearnt = number;
            parts.acks().learn(number);
            othersDied(touchBits);
            if (passage != null) {
                release(passage.forget(parts.environment().changeover()::isGone));
                abandonDead();
            }
        }
    }

    private void takeOwnership() {
        Thread current = Thread.currentThread();
        owner = current;
        // The thread may have been in another executor's code since.
        enteredTask = NO_TASK;
        if (current.getContextClassLoader() != parts.environment().userLoader()) {
            current.setContextClassLoader(parts.environment().userLoader());
        }
    }

    /** Makes components that are due, and follows the topology's status and the order to stop. */
    private boolean changeLife() {
        Orders.Stop stop = orders.stop();
        boolean changed = stop != stopDone;
        if (changed) {
            obey(stop);
        }
        if (stop == Orders.Stop.NONE) {
            for (int i = 0; i < tasks.size(); i++) {
                changed |= tasks.get(i).makeIfDue(round.now());
            }
        }
        if (!parts.inbox().isPrepared() && allTasksAreReady()) {
            parts.inbox().prepared();
        }
        TopologyStatus status = orders.status();
        if (status != orders.statusApplied()) {
            changed = true;
            applyStatus();
            orders.applied(status);
            parts.environment().stateChanged().run();
        }
        return changed;
    }

    private void obey(Orders.Stop stop) {
        if (stopDone == Orders.Stop.NONE) {
            failPending();
        }
        if (stop == Orders.Stop.END) {
            tasks.forEach(Task::end);
        }
        stopDone = stop;
        orders.stopped(stop);
    }

    /** The topology ends: pending trees fail. */
    abstract void failPending();

    /** Workers with these touch bits have died. */
    abstract void othersDied(long touchBits);

    /** The topology's status is another one. */
    abstract void applyStatus();

    /** Takes in the control lane; true if there was anything. */
    abstract boolean takeControl();

    /** What goes before work and needs no room downstream: ticks, callbacks; of tasks that have an instance. */
    abstract boolean beforeWork();

    /** Calls the components that have an instance until the round is over; true if it got on. */
    abstract boolean work();

    /** What the kind of executor does at the end of a round. */
    abstract void endOfWork();

    /** When this kind of executor needs a step next, in nanoseconds from now. */
    abstract long nanosUntilOwnTimer(long now);

    /** Acks, fails and resets that came for finished trees, so far. */
    abstract long unknownRoots();

    /** Trees, for the snapshot. */
    abstract long trackedTrees();

    abstract long pendingTrees();

    /** Tuples taken out of the rings and not executed yet. */
    abstract long tuplesInHand();

    private boolean receiversAreReady() {
        if (!receiversReady) {
            receiversReady = parts.emitter().receiversAreReady();
        }
        return receiversReady;
    }

    /** Hands over what gathered in this round; true if that made room for more work. */
    private boolean endRound() {
        endOfWork();
        parts.inbox().endRound();
        acksHeld = !parts.acks().flush();
        boolean heldBefore = tuplesHeld;
        // What a component emits while it is prepared for a plan that may never come into force stays here until it
        // does.
        tuplesHeld = !unopened && !parts.emitter().flush();
        if (parts.acks().hasTouched()) {
            acksHeld = !parts.acks().flush();
        }
        answerSnapshot();
        return heldBefore && !tuplesHeld;
    }

    /** There is nothing to do; true if there is, after all. */
    private boolean rest() {
        parts.inbox().idle();
        boolean blocked = tuplesHeld || !parts.emitter().isOpen() || !receiversReady;
        // Room that came before it was asked for has woken nobody.
        return blocked && (parts.emitter().wantRoom() || (!receiversReady && receiversAreReady()));
    }

    /** How long the loop may park if nobody wakes it. */
    final long nanosUntilTimer() {
        long now = round.now();
        long left = Math.min(LONGEST_PARK_NANOS, nanosUntilOwnTimer(now));
        if (!orders.isStopping()) {
            for (int i = 0; i < tasks.size(); i++) {
                left = Math.min(left, tasks.get(i).nanosUntilMade(now));
            }
        }
        if (acksHeld) {
            left = Math.min(left, HELD_ACKS_PARK_NANOS);
        }
        if (tuplesHeld) {
            left = Math.min(left, HELD_TUPLES_PARK_NANOS);
        }
        if (passage != null) {
            left = Math.min(left, PASSAGE_PARK_NANOS);
        }
        return receiversReady ? left : Math.min(left, UNREADY_PARK_NANOS);
    }

    /** Before a call into a task's code: log lines and output say whose they are. */
    final void enter(Task task) {
        if (enteredTask != task.id) {
            enteredTask = task.id;
            MDC.put("component", parts.component().id());
            MDC.put("task", task.number);
        }
    }

    /** Performs a call that runs users' code of a task; what it throws is the component's. */
    final void guard(Task task, Runnable call) {
        enter(task);
        try {
            call.run();
        } catch (Throwable e) {
            task.failed(e, false);
        }
    }

    /** So many calls of users' code did work. */
    final void countCalls(long more) {
        calls.lazySet(calls.get() + more);
    }

    /** Calls of users' code that did work, in all; any thread. */
    final long calls() {
        return calls.get();
    }

    private boolean allTasksAreReady() {
        for (int i = 0; i < tasks.size(); i++) {
            if (!tasks.get(i).isReady()) {
                return false;
            }
        }
        return true;
    }

    final boolean allTasksRun() {
        for (int i = 0; i < tasks.size(); i++) {
            if (!tasks.get(i).isRunning()) {
                return false;
            }
        }
        return true;
    }

    /** False from when a task's error ends the worker. */
    private boolean noneHasEnded() {
        for (int i = 0; i < tasks.size(); i++) {
            if (tasks.get(i).state() == Task.State.ENDED) {
                return false;
            }
        }
        return true;
    }

    /** A task has changed its state. One that is made anew at once counts as running all the time. */
    final void stateChanged() {
        ExecutorState next = ExecutorState.RUNNING;
        for (Task task : tasks) {
            boolean waits = task.state() == Task.State.WAITING && task.nanosUntilMade(round.now()) > 0;
            if (waits && task.cannotBePrepared()) {
                next = ExecutorState.FAILED;
            } else if ((waits || task.state() == Task.State.NEW) && next == ExecutorState.RUNNING) {
                next = ExecutorState.STARTING;
            }
        }
        if (next != state) {
            state = next;
            parts.environment().stateChanged().run();
        }
    }

    /** Whether a component of it cannot be opened or prepared for now; any thread. */
    final boolean cannotBePrepared() {
        return state == ExecutorState.FAILED;
    }

    final void countRestart() {
        restarts++;
    }

    private void answerSnapshot() {
        Orders.SnapshotRequest asked = orders.takeSnapshotRequest();
        if (asked != null) {
            asked.answer().complete(makeSnapshot(asked.withInsight()));
            if (round.now() - odditiesLogged >= ODDITIES_EVERY_NANOS) {
                odditiesLogged = round.now();
                logOddities();
            }
        }
    }

    /** What is harmless now and then, and says that something is wrong when it goes on. */
    private void logOddities() {
        long overdrafts = parts.inbox().overdrafts();
        if (overdrafts > overdraftsSeen) {
            log.warn("executor {}: links sent more than was granted {} times", plan(), overdrafts - overdraftsSeen);
            overdraftsSeen = overdrafts;
        }
        long unknown = unknownRoots();
        if (unknown > unknownRootsSeen) {
            log.debug("executor {}: {} acks, fails and resets of finished trees", plan(), unknown - unknownRootsSeen);
            unknownRootsSeen = unknown;
        }
    }

    private ExecutorSnapshot makeSnapshot(boolean withInsight) {
        callRate.look(round.now(), calls());
        lookAtRates(round.now());
        List<TaskReport> reports = tasks.stream().map(Task::report).toList();
        return new ExecutorSnapshot(
                new ExecutorReport(parts.plan().identity(), state, restarts),
                reports,
                pendingTrees(),
                trackedTrees(),
                parts.inbox().queuedTuples() + tuplesInHand() + waitingCalls(),
                parts.emitter().waitingTuples(),
                orders.statusApplied(),
                withInsight ? makeInsight() : null);
    }

    private ExecutorInsight makeInsight() {
        return new ExecutorInsight(
                parts.plan().identity(),
                callRate.perSecond(round.now()),
                parts.inbox().queuedTuples() + tuplesInHand() + waitingCalls(),
                parts.emitter().waitingTuples(),
                receiversReady && parts.emitter().isOpen() ? List.of() : waits(),
                spoutInsights(round.now()),
                boltInsights());
    }

    private List<ReceiverWait> waits() {
        return parts.outputs().blockages().stream().map(Executor::wait).toList();
    }

    private static ReceiverWait wait(Blockage blockage) {
        ReceiverWait.Cause cause;
        if (blockage.receiver().worker() == ExecutorPlan.NO_WORKER) {
            cause = ReceiverWait.Cause.UNPLACED;
        } else if (!blockage.reachable()) {
            cause = ReceiverWait.Cause.NO_LINK;
        } else {
            cause = blockage.ready() ? ReceiverWait.Cause.CREDIT : ReceiverWait.Cause.NOT_PREPARED;
        }
        return new ReceiverWait(blockage.receiver().firstTask(), cause, blockage.heldTuples());
    }

    /** Once a second or so. */
    abstract void lookAtRates(long now);

    /** Of the tasks of a spout. */
    abstract List<SpoutInsight> spoutInsights(long now);

    /** Of the tasks of a bolt. */
    abstract List<BoltInsight> boltInsights();

    /** The task whose code is being called, or was last; 0 if there was none. For any thread, which may see an older one. */
    final int taskInCall() {
        return Math.max(0, enteredTask);
    }

    /** What others ask of this executor; any thread. */
    final Orders orders() {
        return orders;
    }

    /** For reports; any thread. */
    final ExecutorState state() {
        return state;
    }

    /** Whether the caller is on the thread that runs this executor. */
    final boolean isOwnThread() {
        return Thread.currentThread() == owner;
    }

    final TaskContext contextFor(Task task) {
        return new TaskContext(
                parts.environment().info(),
                parts.component(),
                task.id,
                sharedData,
                task.counters.userMetrics(),
                task.hooks);
    }

    final TaskOutput newOutput(Task task) throws Exception {
        return parts.outputs()
                .taskOutput(
                        task.id,
                        parts.emitter(),
                        task.hooks,
                        task.counters,
                        settings().debug());
    }

    final Round round() {
        return round;
    }

    /** Calls of users' threads that wait. */
    final int waitingCalls() {
        int waiting = 0;
        for (Task task : tasks) {
            waiting += task.handOff.waiting();
        }
        return waiting;
    }

    /** Of a task that comes from another executor. */
    final TaskOutput takeOver(Task task, TaskOutput earlier) {
        return parts.outputs()
                .takeOver(
                        task.id,
                        parts.emitter(),
                        earlier,
                        task.hooks,
                        task.counters,
                        settings().debug());
    }

    final ExecutorEnvironment environment() {
        return parts.environment();
    }

    final ExecutorPlan plan() {
        return parts.plan();
    }

    final ComponentPlan component() {
        return parts.component();
    }

    final TopologySettings settings() {
        return parts.settings();
    }

    final Wakeup wakeup() {
        return parts.wakeup();
    }

    final Inbox inbox() {
        return parts.inbox();
    }

    final Emitter emitter() {
        return parts.emitter();
    }

    final AckPath acks() {
        return parts.acks();
    }

    final MisuseLog misuse() {
        return parts.misuse();
    }
}
