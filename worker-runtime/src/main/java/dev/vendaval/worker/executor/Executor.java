package dev.vendaval.worker.executor;

import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.report.BoltInsight;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.SpoutInsight;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.context.SharedData;
import dev.vendaval.worker.context.TaskContext;
import dev.vendaval.worker.exchange.Inbox;
import dev.vendaval.worker.exchange.Wakeup;
import dev.vendaval.worker.outbound.AckPath;
import dev.vendaval.worker.outbound.Emitter;
import dev.vendaval.worker.outbound.TaskOutput;
import dev.vendaval.worker.plan.ComponentPlan;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A tasklet that runs some tasks of one component: {@link #step} does a round and says whether it got on. One thread at a
 * time owns it (with happens-before when the owner changes), and everything here belongs to that thread, except what says
 * otherwise. A step never waits: without input, or without room downstream, it does nothing, and its loop parks until
 * the {@link Wakeup} or until {@link #nanosUntilTimer}.
 *
 * <pre>
 * step: clock | change of the plan: begin | life: make, activate, stop | control: acks, fails | calls of users' threads
 *       | ticks | work: nextTuple or execute, for at most 100 us and only while no outbox is at its limit
 *       | flush, report | change of the plan: go on
 * </pre>
 *
 * <p>Here is the round. {@link Tasks} knows the components' lives, {@link Passages} the way through changes of the plan,
 * {@link SnapshotMaker} what is reported; the kinds, {@link SpoutExecutor} and {@link BoltExecutor}, what work is.
 */
abstract class Executor {
    private static final long LONGEST_PARK_NANOS = 1_000_000_000L;
    private static final long HELD_ACKS_PARK_NANOS = 1_000_000L;
    private static final long HELD_TUPLES_PARK_NANOS = 10_000_000L;
    private static final long UNREADY_PARK_NANOS = 2_000_000L;
    private static final long PASSAGE_PARK_NANOS = 10_000_000L;

    private static final int NO_TASK = -1;

    private final ExecutorParts parts;
    private final Round round;
    private final Orders orders;
    private final Tasks tasks;
    private final Passages passages;
    private final SnapshotMaker snapshots;
    private final BooleanSupplier emitterIsOpen;
    private final SharedData sharedData = new SharedData();
    private final AtomicLong calls = new AtomicLong();

    /** Who is in a step; other threads never see themselves here, so it need not be volatile. */
    private @Nullable Thread owner;

    /** As the plan that it follows configures it. */
    private ComponentPlan component;

    private TopologySettings settings;
    private int enteredTask = NO_TASK;
    private boolean receiversReady;
    private boolean acksHeld;
    private boolean tuplesHeld;
    private int deathsLearnt;
    private Orders.Stop stopDone = Orders.Stop.NONE;

    Executor(ExecutorParts parts, TopologyStatus status) {
        this.parts = parts;
        this.component = parts.component();
        this.settings = parts.settings();
        this.round = new Round(parts.environment().nanoTime());
        this.orders = new Orders(parts.wakeup(), status);
        this.tasks = new Tasks(round, parts.environment().stateChanged());
        this.passages = new Passages(this, parts, tasks, round);
        this.snapshots = new SnapshotMaker(this, parts, tasks, round);
        this.emitterIsOpen = parts.emitter()::isOpen;
    }

    final void add(Task task) {
        tasks.add(task);
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
        boolean progress = passages.follow();
        progress |= changeLife();
        learnDeaths();
        progress |= takeControl();
        progress |= tasks.performOthers();
        if (tasks.noneHasEnded() && passages.allowsWork()) {
            progress |= beforeWork();
            if (receiversAreReady()) {
                progress |= tasks.performEmits(emitterIsOpen);
                progress |= work();
            }
        }
        progress |= endRound();
        progress |= passages.goOn(acksHeld);
        return progress || rest();
    }

    /** Before anything else in the round is done in the knowledge of them. */
    private void learnDeaths() {
        int number = parts.environment().deaths().number();
        if (number != deathsLearnt) {
            long touchBits = parts.environment().deaths().bitsAfter(deathsLearnt);
            deathsLearnt = number;
            parts.acks().learn(number);
            othersDied(touchBits);
            passages.othersDied();
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
            changed |= tasks.makeDue();
        }
        if (!parts.inbox().isPrepared() && tasks.allAreReady()) {
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
        tuplesHeld = !passages.isUnopened() && !parts.emitter().flush();
        if (parts.acks().hasTouched()) {
            acksHeld = !parts.acks().flush();
        }
        Orders.SnapshotRequest asked = orders.takeSnapshotRequest();
        if (asked != null) {
            snapshots.answer(asked);
        }
        return heldBefore && !tuplesHeld;
    }

    /** There is nothing to do; true if there is, after all. */
    private boolean rest() {
        parts.inbox().idle();
        boolean blocked = tuplesHeld || !canSend();
        // Room that came before it was asked for has woken nobody.
        return blocked && (parts.emitter().wantRoom() || (!receiversReady && receiversAreReady()));
    }

    /** How long the loop may park if nobody wakes it. */
    final long nanosUntilTimer() {
        long now = round.now();
        long left = Math.min(LONGEST_PARK_NANOS, nanosUntilOwnTimer(now));
        if (!orders.isStopping()) {
            left = Math.min(left, tasks.nanosUntilMade());
        }
        if (acksHeld) {
            left = Math.min(left, HELD_ACKS_PARK_NANOS);
        }
        if (tuplesHeld) {
            left = Math.min(left, HELD_TUPLES_PARK_NANOS);
        }
        if (passages.isUnderWay()) {
            left = Math.min(left, PASSAGE_PARK_NANOS);
        }
        return receiversReady ? left : Math.min(left, UNREADY_PARK_NANOS);
    }

    // ---- what each kind of executor does in its own way

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

    /** Trees that are not complete. */
    abstract long trackedTrees();

    /** Trees whose spout has not heard of the outcome. */
    abstract long pendingTrees();

    /** Tuples taken out of the rings and not executed yet. */
    abstract long tuplesInHand();

    /** Once a second or so. */
    abstract void lookAtRates(long now);

    /** Of the tasks of a spout. */
    abstract List<SpoutInsight> spoutInsights(long now);

    /** Of the tasks of a bolt. */
    abstract List<BoltInsight> boltInsights();

    /** The kind's own part of following a change of the plan. */
    abstract void follow(PlanChange change, boolean leaves);

    /** A task that was another executor's is this one's. */
    abstract void addMoved(Task task);

    /** It has no tasks any more. */
    abstract void forgetTasks();

    /** Whether what a task has not finished cannot go along: another instance, or trees, whose acks come here. */
    boolean mustFinish(Passage passage, Task task) {
        return passage.endsInstance(task.id);
    }

    /** Whether what it has not finished may never be. */
    boolean isHopeless(Passage passage, Task task) {
        return false;
    }

    /** Its settings are others. */
    abstract void configured();

    /** The plan that it follows may configure its component otherwise: what is live applies from now on. */
    final void configure(ComponentPlan next) {
        if (!next.configuration().equals(component.configuration())) {
            component = next;
            settings = TopologySettings.of(next.configuration());
            tasks.forEach(Task::configure);
            configured();
        }
    }

    // ---- for its tasks

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

    final boolean allTasksRun() {
        return tasks.allRun();
    }

    /** A task has changed its state. */
    final void stateChanged() {
        tasks.stateChanged();
    }

    final void countRestart() {
        tasks.countRestart();
    }

    /** Calls of users' threads that wait. */
    final int waitingCalls() {
        return tasks.waitingCalls();
    }

    /** Whether nothing downstream keeps it from working. */
    final boolean canSend() {
        return receiversReady && parts.emitter().isOpen();
    }

    /** For what went wrong: how far it is with a change of the plan. */
    final String describePassage() {
        return passages + ", " + parts.inbox().queuedTuples() + " tuples wait, "
                + (parts.emitter().isOpen() ? "open" : "closed") + (receiversReady ? "" : ", receivers not ready")
                + (parts.emitter().isRetiring() ? ", ends to be put" : "");
    }

    /** The task whose code is being called, or was last; 0 if there was none. For any thread, which may see an older one. */
    final int taskInCall() {
        return Math.max(0, enteredTask);
    }

    /** What others ask of this executor; any thread. */
    final Orders orders() {
        return orders;
    }

    /** How it goes along with changes of the plan; what says so is for any thread. */
    final Passages passages() {
        return passages;
    }

    /** For reports; any thread. */
    final ExecutorState state() {
        return tasks.state();
    }

    /** Whether a component of it cannot be opened or prepared for now; any thread. */
    final boolean cannotBePrepared() {
        return state() == ExecutorState.FAILED;
    }

    /** Whether the caller is on the thread that runs this executor. */
    final boolean isOwnThread() {
        return Thread.currentThread() == owner;
    }

    final TaskContext contextFor(Task task) {
        return new TaskContext(
                parts.info(), parts.component(), task.id, sharedData, task.counters.userMetrics(), task.hooks);
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

    final Round round() {
        return round;
    }

    final ExecutorEnvironment environment() {
        return parts.environment();
    }

    final ExecutorPlan plan() {
        return parts.plan();
    }

    final ComponentPlan component() {
        return component;
    }

    final TopologySettings settings() {
        return settings;
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
