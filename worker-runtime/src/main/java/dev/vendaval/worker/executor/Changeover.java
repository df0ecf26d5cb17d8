package dev.vendaval.worker.executor;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.TaskMove;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.fencing.Deaths;
import dev.vendaval.worker.metrics.TaskCounters;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import dev.vendaval.worker.plan.TopologyPlan;
import dev.vendaval.worker.tracking.RootIds;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's way from one plan of its topology to the next, beside its executors, which follow it each at a round edge
 * of its own ({@link Passage}).
 *
 * <pre>
 * STABLE --stage--&gt; STAGED --commit--&gt; UNDER WAY --isSettled, forget--&gt; STABLE
 *                     +-----abort----&gt; STABLE
 * </pre>
 *
 * Staging makes the executors that arrive; they take nothing. Commit is one write, which every executor sees at its next
 * round. What an executor hands over to another worker is kept here, and sent again, until that says that it has it.
 *
 * <p>What says so is for one thread, the worker's host's; the rest is for any.
 */
public final class Changeover {
    private static final Logger log = LoggerFactory.getLogger(Changeover.class);
    private static final long SEND_AGAIN_NANOS = 1_000_000_000L;
    private static final int PIECE_BYTES = 1 << 20;
    private static final int MOST_AWAITED = 20;

    private final AtomicLong failedTrees = new AtomicLong();
    private final AtomicLong lostUntracked = new AtomicLong();

    /** Counters of tasks that have left this worker: they count on when a task comes back. */
    private final Map<Integer, TaskCounters> countersLeft = new ConcurrentHashMap<>();

    private volatile @Nullable PlanChange inForce;
    private volatile @Nullable Staff staff;

    private final IntFunction<@Nullable Incarnation> met;

    /** The lives of workers that had the earlier plan when this one was ready for the next. */
    private volatile Map<Integer, Incarnation> lives = Map.of();

    /** How many deaths were known when the change came into force here. */
    private volatile int deathsBefore;

    // Guarded by this: what goes to other workers, what has come from them, what was taken over here.
    private final Map<Integer, Handing> handing = new HashMap<>();
    private final Map<Integer, Pieces> pieces = new HashMap<>();
    private final Set<Integer> taken = new HashSet<>();
    private final List<TaskMove> moves = new ArrayList<>();

    /** Every worker has settled with this change: what still comes of it is a repeat. */
    private long forgotten;

    // Host thread.
    private @Nullable TopologyPlan staged;
    private List<ExecutorPlan> made = List.of();

    /** What it works on. */
    interface Staff {
        /** Makes executors of a plan, with tasks of their own for those given; they are to be stepped. */
        void hire(TopologyPlan plan, List<ExecutorPlan> arriving, Set<Integer> newTasks);

        /** Ends executors that have taken nothing. */
        void dismiss(List<ExecutorPlan> arrived);

        /** An executor has ended. */
        void left(ExecutorPlan executor);

        /** Links to an executor that has been in this worker lead nowhere. */
        void gone(ExecutorPlan executor);

        @Nullable
        Executor executor(ExecutorPlan plan);

        List<Executor> executors();

        List<CyclePressure.Neighbour> elsewhere(int cycle, TopologyPlan plan);

        ExecutorEnvironment environment();
    }

    /** A task on its way to another worker. */
    private static final class Handing {
        final ExecutorPlan to;
        byte @Nullable [] state;
        boolean isTaken;

        /** The life it was sent to last, and when. */
        long sentTo;

        long sentAt;

        Handing(ExecutorPlan to, byte @Nullable [] state) {
            this.to = to;
            this.state = state;
        }
    }

    /** What has come of a task's state. */
    private static final class Pieces {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int count;
    }

    /** Of a worker that has nobody to hand anything to. */
    public Changeover() {
        this(worker -> null);
    }

    /** @param met the newest life of a worker that this one has spoken with, or null; any thread */
    public Changeover(IntFunction<@Nullable Incarnation> met) {
        this.met = met;
    }

    void attach(Staff executors) {
        staff = executors;
    }

    private Staff staff() {
        return Objects.requireNonNull(staff, "no executors yet");
    }

    private ExecutorEnvironment environment() {
        return staff().environment();
    }

    // ---- host thread

    /**
     * Makes what a plan needs here, without a change to anything that runs.
     *
     * @param before the plan in force; null if this worker is new with the next one
     */
    public void stage(@Nullable TopologyPlan before, TopologyPlan next) {
        int worker = environment().worker();
        lives = Map.of();
        List<ExecutorPlan> arriving = new ArrayList<>();
        Set<Integer> newTasks = new HashSet<>();
        for (ExecutorPlan executor : next.executorsOf(worker)) {
            if (before != null && before.has(executor)) {
                continue;
            }
            arriving.add(executor);
            for (int task : executor.tasks()) {
                if (before == null || before.executorOfTask(task).worker() != worker) {
                    newTasks.add(task);
                }
            }
        }
        staff().hire(next, arriving, newTasks);
        staged = next;
        made = arriving;
        if (before != null) {
            openWays(before, next);
        }
    }

    /** Credit is there when the change comes: those that send from here ask for it now. */
    private void openWays(TopologyPlan before, TopologyPlan next) {
        waysFrom(before, next).forEach(RemoteExecutor::creditTuples);
        awaited(before, next)
                .forEach((worker, executor) ->
                        environment().remotes().apply(executor).creditTuples());
    }

    /** The other workers with executors that those here would wait for, each with one of them. */
    private Map<Integer, ExecutorPlan> awaited(TopologyPlan before, TopologyPlan next) {
        int worker = environment().worker();
        PlanChange change = new PlanChange(before, next, worker, false);
        Map<Integer, ExecutorPlan> awaited = new HashMap<>();
        for (ExecutorPlan here : before.executorsOf(worker)) {
            addSenders(change, here, !next.has(here), awaited);
        }
        for (ExecutorPlan arriving : change.arriving()) {
            addSenders(change, arriving, false, awaited);
            for (int task : arriving.tasks()) {
                ExecutorPlan owner = before.executorOfTask(task);
                awaited.put(owner.worker(), owner);
            }
        }
        awaited.remove(worker);
        awaited.remove(ExecutorPlan.NO_WORKER);
        return awaited;
    }

    private static void addSenders(
            PlanChange change, ExecutorPlan receiver, boolean leaves, Map<Integer, ExecutorPlan> awaited) {
        for (ExecutorPlan sender : change.sendersTo(receiver.component())) {
            if (leaves || !change.after().has(sender)) {
                awaited.put(sender.worker(), sender);
            }
        }
    }

    private List<RemoteExecutor> waysFrom(TopologyPlan before, TopologyPlan next) {
        int worker = environment().worker();
        PlanChange change = new PlanChange(before, next, worker, false);
        List<RemoteExecutor> ways = new ArrayList<>();
        for (ExecutorPlan receiver : change.changed()) {
            if (!receiver.isPlaced() || receiver.worker() == worker) {
                continue;
            }
            boolean fedFromHere =
                    change.sendersTo(receiver.component()).stream().anyMatch(sender -> sender.worker() == worker);
            if (fedFromHere) {
                ways.add(environment().remotes().apply(receiver));
            }
        }
        return ways;
    }

    /** The plan that is staged, or null. */
    public @Nullable TopologyPlan staged() {
        return staged;
    }

    /** Whether what is staged could come into force at once. */
    public boolean isReady(@Nullable TopologyPlan before) {
        TopologyPlan next = staged;
        if (next == null) {
            return false;
        }
        for (ExecutorPlan arriving : made) {
            Executor executor = staff().executor(arriving);
            if (executor == null || !executor.inbox().isPrepared()) {
                return false;
            }
        }
        return before == null
                || (meetsAll(awaited(before, next).keySet())
                        && waysFrom(before, next).stream().allMatch(way -> way.creditTuples() > 0));
    }

    /** Whether the present life of each is known, so that it can be told later whether that one has died. */
    private boolean meetsAll(Set<Integer> workers) {
        Map<Integer, Incarnation> known = new HashMap<>();
        for (int worker : workers) {
            Incarnation life = met.apply(worker);
            if (life == null || environment().deaths().isOver(life)) {
                return false;
            }
            known.put(worker, life);
        }
        lives = known;
        return true;
    }

    /** Executors whose components cannot be prepared, for what is staged. */
    public List<ExecutorPlan> failing() {
        return made.stream()
                .filter(arriving -> {
                    Executor executor = staff().executor(arriving);
                    return executor != null && executor.cannotBePrepared();
                })
                .toList();
    }

    /** What is staged will not come. */
    public void abort() {
        if (staged != null) {
            staff().dismiss(made);
            staged = null;
            made = List.of();
        }
    }

    /**
     * The change is in force: what was staged, or a change that was under way when this worker's life began, for which its
     * executors were made.
     */
    public void commit(PlanChange change) {
        synchronized (this) {
            handing.clear();
            taken.clear();
            moves.clear();
            pieces.values().removeIf(each -> each.count == 0);
        }
        failedTrees.set(0);
        deathsBefore = environment().deaths().number();
        staged = null;
        made = List.of();
        inForce = change;
        if (change.bornInIt()) {
            replaceTheDead(change);
        }
        staff().executors().forEach(executor -> executor.wakeup().wake());
        log.info("{} is in force", change);
    }

    /** What this worker's earlier life had of the earlier plan is gone: those who wait for it hear of it from this one. */
    private void replaceTheDead(PlanChange change) {
        for (ExecutorPlan dead : change.leaving()) {
            staff().gone(dead);
            for (ExecutorPlan receiver : change.receiversOf(dead.component())) {
                if (receiver.isPlaced() && receiver.worker() != change.worker()) {
                    environment()
                            .remotes()
                            .apply(receiver)
                            .end(DataSection.end(
                                    receiver.address(), dead.firstTask(), dead.address(), change.version()));
                }
            }
            for (int task : dead.tasks()) {
                ExecutorPlan owner = change.after().executorOfTask(task);
                if (owner.isPlaced() && owner.worker() != change.worker()) {
                    hand(task, owner, null);
                }
            }
        }
    }

    /** Whether a change is in force of which something is held, drained or handed over here. */
    public boolean isUnderWay() {
        PlanChange change = inForce;
        return change != null && !isSettled(change);
    }

    /** The last change of which nothing is held, drained or handed over here any more; 0 for none. */
    public long settledVersion() {
        PlanChange change = inForce;
        return change == null || !isSettled(change) ? 0 : change.version();
    }

    /** What keeps it from being settled, for people. */
    public List<String> awaited() {
        PlanChange change = inForce;
        List<String> awaited = new ArrayList<>();
        if (change == null) {
            return awaited;
        }
        for (Executor executor : staff().executors()) {
            if (executor.settledVersion() < change.version()) {
                awaited.add(Awaited.of(executor.plan(), change));
            }
        }
        synchronized (this) {
            handing.forEach((task, each) -> {
                if (!each.isTaken) {
                    awaited.add(Awaited.handedOver(task, each.to));
                }
            });
        }
        return awaited.stream().limit(MOST_AWAITED).toList();
    }

    private boolean isSettled(PlanChange change) {
        for (Executor executor : staff().executors()) {
            if (executor.settledVersion() < change.version()) {
                return false;
            }
        }
        synchronized (this) {
            return handing.values().stream().allMatch(each -> each.isTaken);
        }
    }

    /** The change is done everywhere. */
    public void forget() {
        PlanChange change = inForce;
        synchronized (this) {
            handing.clear();
            pieces.clear();
            forgotten = change == null ? 0 : change.version();
        }
    }

    /** Sends again what has not been taken. */
    public void tick(long now) {
        synchronized (this) {
            PlanChange change = inForce;
            if (change != null) {
                handing.forEach((task, each) -> sendIfDue(change, task, each, now));
            }
        }
    }

    private void sendIfDue(PlanChange change, int task, Handing each, long now) {
        RemoteExecutor way = environment().remotes().apply(each.to);
        long life = way.touchBit();
        boolean isNew = life != each.sentTo && (life != 0 || each.sentAt == 0);
        if (!isNew && (each.isTaken || now - each.sentAt < SEND_AGAIN_NANOS)) {
            return;
        }
        each.sentTo = life;
        each.sentAt = now;
        byte[] state = each.state;
        int count = DataSection.NO_STATE;
        if (state != null) {
            count = 0;
            for (int at = 0; at < state.length; at += PIECE_BYTES) {
                way.send(DataSection.state(
                        each.to.address(),
                        task,
                        count++,
                        change.version(),
                        state,
                        at,
                        Math.min(PIECE_BYTES, state.length - at)));
            }
        }
        way.send(DataSection.drained(each.to.address(), task, count, change.version()));
    }

    /** What was taken over since the change. */
    public synchronized List<TaskMove> moves() {
        return List.copyOf(moves);
    }

    /** Trees that failed because of the change. */
    public long failedTrees() {
        return failedTrees.get();
    }

    /** Untracked tuples that had nobody to go to because of a change. */
    public long lostUntracked() {
        return lostUntracked.get();
    }

    /** The last counts of tasks that have left this worker. */
    public List<TaskReport> reportsOfLeft() {
        return countersLeft.values().stream()
                .map(counters -> counters.toReport(0, 0))
                .toList();
    }

    // ---- links

    /** A section of what another worker hands over. */
    public void handedOver(DataSection section) {
        Consumer<Changeover> then = null;
        synchronized (this) {
            if (section.epoch <= forgotten) {
                return;
            }
            if (section.kind == DataSection.STATE) {
                addPiece(section);
            } else if (taken.contains(section.senderTask)) {
                then = changeover -> changeover.tellTaken(section.senderTask);
            } else {
                then = handOverTo(section);
            }
        }
        if (then != null) {
            then.accept(this);
        }
    }

    private void addPiece(DataSection section) {
        if (section.stream == 0) {
            pieces.put(section.senderTask, new Pieces());
        }
        Pieces known = pieces.get(section.senderTask);
        if (known != null && known.count == section.stream) {
            known.bytes.write(section.bytes, section.offset, section.length);
            known.count++;
        }
    }

    /** Null if the state is not whole: then it comes again. */
    private @Nullable Consumer<Changeover> handOverTo(DataSection section) {
        Pieces known = pieces.remove(section.senderTask);
        byte[] state = null;
        if (section.stream != DataSection.NO_STATE) {
            int count = known == null ? 0 : known.count;
            if (count != section.stream) {
                log.warn("{} came with {} pieces of state; waiting for it to come again", section, count);
                return null;
            }
            state = known == null ? new byte[0] : known.bytes.toByteArray();
        }
        HandedOver handed = new HandedOver(section.epoch, section.senderTask, null, state);
        for (Executor executor : staff().executors()) {
            if (executor.plan().address() == section.receiverExecutor) {
                return executor.settledVersion() >= section.epoch
                        ? changeover -> changeover.takenOver(handed.id()) // it has begun without
                        : changeover -> executor.handOver(handed);
            }
        }
        log.warn("{} came for an executor that is not here; waiting for it to come again", section);
        return null;
    }

    /** Another worker has what was handed over of a task. */
    public void takenOver(int task, long version) {
        PlanChange change = inForce;
        synchronized (this) {
            Handing known = handing.get(task);
            if (change != null && change.version() == version && known != null) {
                known.isTaken = true;
                known.state = null;
            }
        }
        environment().stateChanged().run();
    }

    // ---- executors

    /** The change to follow; null before the first. */
    @Nullable
    PlanChange inForce() {
        return inForce;
    }

    /**
     * Whether an executor of the earlier plan is no more, for want of the life of its worker that had it. A worker that came
     * too late to know which life that was counts only one that it has met since: else it waits to be told by the next one.
     */
    boolean isGone(ExecutorPlan earlier) {
        PlanChange change = Objects.requireNonNull(inForce, "no change is in force");
        if (!earlier.isPlaced()) {
            return true;
        }
        if (earlier.worker() == change.worker()) {
            return change.bornInIt() && !change.after().has(earlier);
        }
        Incarnation life = lives.get(earlier.worker());
        Deaths deaths = environment().deaths();
        return life == null ? deaths.metDiedAfter(earlier.worker(), deathsBefore) : deaths.isDead(life);
    }

    /** A task goes to another executor of this worker. */
    void handOver(Task task) {
        PlanChange change = Objects.requireNonNull(inForce);
        ExecutorPlan owner = change.after().executorOfTask(task.id);
        Executor next = staff().executor(owner);
        if (next == null) {
            throw new IllegalStateException("task " + task.id + " has nobody to go to: " + owner + " is not here");
        }
        next.handOver(new HandedOver(change.version(), task.id, task, null));
    }

    /** A task has ended here and goes on in another worker. */
    void handOver(Task task, byte @Nullable [] state) {
        countersLeft.put(task.id, task.counters);
        PlanChange change = Objects.requireNonNull(inForce);
        ExecutorPlan owner = change.after().executorOfTask(task.id);
        if (owner.isPlaced()) {
            hand(task.id, owner, state);
        }
    }

    private void hand(int task, ExecutorPlan to, byte @Nullable [] state) {
        synchronized (this) {
            Handing added = new Handing(to, state);
            handing.put(task, added);
            sendIfDue(
                    Objects.requireNonNull(inForce),
                    task,
                    added,
                    environment().nanoTime().getAsLong());
        }
    }

    /** A task that another worker handed over is here. */
    void takenOver(int task) {
        synchronized (this) {
            taken.add(task);
        }
        tellTaken(task);
    }

    private void tellTaken(int task) {
        PlanChange change = inForce;
        if (change != null) {
            ExecutorPlan earlier = change.before().executorOfTask(task);
            long[] data = {task, change.version()};
            environment()
                    .remotes()
                    .apply(earlier)
                    .send(new ControlSection(ControlSection.Kind.TAKEN_OVER, 0, data, data.length, 0));
        }
    }

    /** Whether an executor of the later plan has lost, since the change, what others have sent it. */
    boolean hasLostItsWorker(ExecutorPlan later) {
        return later.isPlaced() && environment().deaths().learntAfter(later.worker(), deathsBefore);
    }

    /** Whether all executors here have begun to follow a change. */
    boolean allFollow(PlanChange change) {
        for (Executor executor : staff().executors()) {
            if (executor.followedVersion() < change.version()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Hands a row of a control section on to the executor that keeps the tree: the newest owner of its spout task, or the
     * older one while that has not handed it over. Any thread.
     */
    void handOn(ControlSection section, int row, int longs, boolean toOlder) {
        PlanChange change = inForce;
        if (change == null) {
            log.warn("{} for another executor's tree; ignored", section.kind);
            return;
        }
        TopologyPlan plan = toOlder ? change.before() : change.after();
        int acker = RootIds.acker(section.data[row]);
        if (acker >= plan.ackerCount()) {
            return;
        }
        ExecutorPlan owner = plan.executorOfTask(plan.spoutTaskOf(acker));
        Executor here = staff().executor(owner);
        if (here != null) {
            here.inbox().control(part(section, section.kind, owner, row, longs, section.deathNumber));
        } else if (owner.isPlaced() && owner.worker() != environment().worker()) {
            environment().remotes().apply(owner).send(sentOn(section, owner, row, longs));
        }
    }

    /** Deaths are numbered by each worker for itself: what its sender should have known fails the tree now. */
    private ControlSection sentOn(ControlSection section, ExecutorPlan owner, int row, int longs) {
        Deaths deaths = environment().deaths();
        int number = deaths.number();
        boolean isRefused = section.kind == ControlSection.Kind.TOUCHING_ACK
                && (section.data[row + 2] & deaths.refusedBits(section.sender, section.deathNumber)) != 0;
        return isRefused
                ? part(section, ControlSection.Kind.FAIL, owner, row, 1, number)
                : part(section, section.kind, owner, row, longs, number);
    }

    private static ControlSection part(
            ControlSection section, ControlSection.Kind kind, ExecutorPlan owner, int row, int longs, int deaths) {
        long[] data = Arrays.copyOfRange(section.data, row, row + longs);
        return new ControlSection(kind, owner.address(), data, longs, deaths, section.sender);
    }

    /** Control came for an executor that has been here. */
    void handOn(ControlSection section) {
        int longs = switch (section.kind) {
            case ACK -> 2;
            case TOUCHING_ACK -> 3;
            case FAIL, RESET_TIMEOUT -> 1;
            case CYCLE_PRESSURE, DEATH, LEFT, EPOCH, TAKEN_OVER -> 0;
        };
        for (int row = 0; longs > 0 && row < section.length; row += longs) {
            handOn(section, row, longs, false);
        }
    }

    /** The counters of a task that begins here: those of its last stay, if there was one. */
    TaskCounters counters(String component, int task) {
        TaskCounters known = countersLeft.remove(task);
        return known == null ? new TaskCounters(component, task) : known;
    }

    /** An executor has all of its tasks and takes tuples, so long after the change. */
    void opened(ExecutorPlan executor, long pauseNanos) {
        synchronized (this) {
            moves.add(new TaskMove(executor.component(), executor.tasks(), pauseNanos));
        }
    }

    /** An executor has ended. */
    void left(ExecutorPlan executor) {
        staff().left(executor);
        environment().stateChanged().run();
    }

    List<CyclePressure.Neighbour> elsewhere(int cycle, TopologyPlan plan) {
        return staff().elsewhere(cycle, plan);
    }

    void countFailed(long trees) {
        failedTrees.addAndGet(trees);
    }

    /** Tuples came for an executor that is no longer here. */
    public void countLost(DataSection section) {
        lostUntracked.addAndGet(section.untracked);
        failedTrees.addAndGet(section.count - section.untracked);
    }

    void countLost(long untracked) {
        lostUntracked.addAndGet(untracked);
    }
}
