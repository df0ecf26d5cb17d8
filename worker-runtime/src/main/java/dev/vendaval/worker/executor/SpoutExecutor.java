package dev.vendaval.worker.executor;

import dev.vendaval.protocol.report.BoltInsight;
import dev.vendaval.protocol.report.SpoutInsight;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.plan.PlanChange;
import dev.vendaval.worker.tracking.AckBuffer;
import dev.vendaval.worker.tracking.RootIds;
import dev.vendaval.worker.tracking.Tracker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks of a spout, each with its acker: acks arrive on the control lane and end trees here. */
final class SpoutExecutor extends Executor {
    private static final Logger log = LoggerFactory.getLogger(SpoutExecutor.class);

    /** A round takes in acks and fails for so long; while more wait nextTuple does, too, so they cannot pile up. */
    private static final long CONTROL_NANOS = 1_000_000;

    /** So many longs cost about 20 us to take in: then a look at the clock does not matter. */
    private static final int LONGS_PER_LOOK = 2048;

    /** A pass for time-outs waits for acks no longer than T / 40: with the tracker's own ticks that is within 10 %. */
    private static final int PARTS_OF_TIMEOUT = 40;

    private final List<SpoutTask> tasks = new ArrayList<>();
    private final int firstAcker;
    private long sweepWaitNanos;
    private int nextTask;

    /** Acks and fails wait that this round had no time for. */
    private boolean controlLeft;

    /** While {@link #controlLeft}: the beginning of the first round that left some. */
    private long controlLeftSince;

    SpoutExecutor(ExecutorParts parts, TopologyStatus status) {
        super(parts, status);
        this.firstAcker = environment().plan().ackerOf(plan().firstTask());
        this.sweepWaitNanos = settings().messageTimeout().toNanos() / PARTS_OF_TIMEOUT;
        for (int id : parts.newTasks()) {
            SpoutTask task =
                    new SpoutTask(this, id, tracker(environment().plan().ackerOf(id), parts.since()));
            if (parts.since() > 0) {
                task.waitForOlder(); // two instances of one task would share its part of the source
            }
            tasks.add(task);
            add(task);
        }
    }

    private @Nullable Tracker tracker(int acker, long since) {
        if (!environment().plan().acking()) {
            return null;
        }
        int incarnation = RootIds.incarnation(
                environment().incarnation().lease(), environment().incarnation().launchCount(), since);
        return new Tracker(
                new RootIds(acker, incarnation),
                settings().messageTimeout().toNanos(),
                SpoutTask.maxAgeNanos(settings()),
                round().now());
    }

    @Override
    void failPending() {
        tasks.forEach(SpoutTask::failPending);
    }

    @Override
    void follow(PlanChange change, boolean leaves) {}

    @Override
    void configured() {
        sweepWaitNanos = settings().messageTimeout().toNanos() / PARTS_OF_TIMEOUT;
    }

    @Override
    void addMoved(Task task) {
        add(task);
        tasks.add((SpoutTask) task);
        tasks.sort(Comparator.comparingInt(each -> each.id));
    }

    @Override
    boolean mustFinish(Passage passage, Task task) {
        return true;
    }

    /** Acks came by way of the new place since the change: with its worker some are lost. */
    @Override
    boolean isHopeless(Passage passage, Task task) {
        return environment()
                .changeover()
                .hasLostItsWorker(passage.change().after().executorOfTask(task.id));
    }

    @Override
    void forgetTasks() {
        tasks.clear();
    }

    @Override
    void applyStatus() {
        boolean active = orders().isActive();
        tasks.forEach(task -> task.activate(active));
    }

    @Override
    void othersDied(long touchBits) {
        tasks.forEach(task -> task.othersDied(touchBits));
    }

    @Override
    boolean takeControl() {
        if (passages().isBeforeItsChange()) {
            return false; // others follow already: acks are for an older owner that is not known yet
        }
        advance();
        long begin = round().now();
        boolean leftBefore = controlLeft;
        controlLeft = false;
        int longs = 0;
        ControlSection section = inbox().pollControl();
        boolean any = section != null;
        while (section != null) {
            apply(section);
            longs += 1 + section.length;
            if (longs >= LONGS_PER_LOOK) {
                longs = 0;
                controlLeft = round().look() - begin >= CONTROL_NANOS;
                advance();
            }
            section = controlLeft ? null : inbox().pollControl();
        }
        if (controlLeft && !leftBefore) {
            controlLeftSince = begin;
        }
        for (int i = 0; i < tasks.size(); i++) {
            tasks.get(i).failDoomed();
        }
        // After a call that took longer than the time-out, the acks that came meanwhile count before it does.
        if (!controlLeft || round().now() - controlLeftSince >= sweepWaitNanos) {
            tasks.forEach(SpoutTask::timeOut);
        }
        return any;
    }

    private void advance() {
        for (int i = 0; i < tasks.size(); i++) {
            tasks.get(i).advance(round().now());
        }
    }

    private void apply(ControlSection section) {
        switch (section.kind) {
            case ACK -> acks(section);
            case TOUCHING_ACK -> touchingAcks(section);
            case FAIL -> {
                for (int i = 0; i < section.length; i++) {
                    Tracker tracker = trackerOf(section.data[i]);
                    if (tracker == null) {
                        handOn(section, i, 1);
                    } else {
                        tracker.fail(section.data[i]);
                    }
                }
            }
            case RESET_TIMEOUT -> {
                for (int i = 0; i < section.length; i++) {
                    Tracker tracker = trackerOf(section.data[i]);
                    if (tracker == null) {
                        handOn(section, i, 1);
                    } else {
                        tracker.resetTimeout(section.data[i]);
                    }
                }
            }
            case CYCLE_PRESSURE, DEATH, LEFT, EPOCH, TAKEN_OVER ->
                log.warn("{} sent to spout executor {}; ignored", section.kind, plan());
        }
    }

    private void acks(ControlSection section) {
        for (int i = 0; i < section.length; i += AckBuffer.LONGS_PER_ACK) {
            Tracker tracker = trackerOf(section.data[i]);
            if (tracker == null) {
                handOn(section, i, AckBuffer.LONGS_PER_ACK);
            } else {
                tracker.ack(section.data[i], section.data[i + 1], 0);
            }
        }
    }

    private void touchingAcks(ControlSection section) {
        long refused = environment().deaths().refusedBits(section.sender, section.deathNumber);
        for (int i = 0; i < section.length; i += AckBuffer.LONGS_PER_TOUCHING_ACK) {
            Tracker tracker = trackerOf(section.data[i]);
            long mask = section.data[i + 2];
            if (tracker == null) {
                handOn(section, i, AckBuffer.LONGS_PER_TOUCHING_ACK);
            } else if ((mask & refused) == 0) {
                tracker.ack(section.data[i], section.data[i + 1], mask);
            } else {
                tracker.fail(section.data[i]);
            }
        }
    }

    /** Null if the tree is kept by another executor, to which it is handed on. */
    private @Nullable Tracker trackerOf(long root) {
        SpoutTask task = taskOf(RootIds.acker(root));
        return task == null || task.waitsForOlder() ? null : task.tracker();
    }

    private @Nullable SpoutTask taskOf(int acker) {
        int index = acker - firstAcker;
        if (tasks.size() == plan().tasks().size()) {
            return index < 0 || index >= tasks.size() ? null : tasks.get(index);
        }
        for (SpoutTask task : tasks) {
            if (environment().plan().ackerOf(task.id) == acker) {
                return task;
            }
        }
        return null;
    }

    /** The task is not here yet, or not any more. */
    private void handOn(ControlSection section, int row, int longs) {
        environment()
                .changeover()
                .acksOfMoved()
                .handOn(section, row, longs, passages().isUnopened());
    }

    /** Acks and fails are calls like others: as many as a round has time for, then nextTuple has its turn. */
    @Override
    boolean beforeWork() {
        boolean called = false;
        int calls;
        do {
            calls = 0;
            for (int i = 0; i < tasks.size(); i++) {
                calls += tasks.get(i).deliverOutcomes(round().slice());
            }
            called |= calls > 0;
        } while (calls > 0 && round().goesOn(calls));
        return called;
    }

    @Override
    boolean work() {
        if (orders().isStopping() || controlLeft || passages().isLeaving()) {
            return false;
        }
        long before = calls();
        int calls;
        do {
            calls = slice();
        } while (calls > 0 && round().goesOn(calls));
        // A task that had nothing to emit waits; there is more to do only if one had, or if time ran out.
        return calls() > before || calls > 0;
    }

    private int slice() {
        int wanted = round().slice();
        int calls = 0;
        int emitting = 0;
        while (calls < wanted && emitter().isOpen()) {
            SpoutTask task = nextDue();
            if (task == null) {
                break;
            }
            enter(task);
            emitting += task.nextTuple() ? 1 : 0;
            calls++;
        }
        countCalls(emitting);
        return calls;
    }

    /** The tasks take turns. */
    private @Nullable SpoutTask nextDue() {
        for (int i = 0; i < tasks.size(); i++) {
            SpoutTask task = tasks.get(nextTask);
            nextTask = nextTask + 1 == tasks.size() ? 0 : nextTask + 1;
            if (task.isDue(round().now())) {
                return task;
            }
        }
        return null;
    }

    @Override
    void endOfWork() {
        for (int i = 0; i < tasks.size(); i++) {
            tasks.get(i).endRound(round().now());
        }
    }

    @Override
    long nanosUntilOwnTimer(long now) {
        long left = Long.MAX_VALUE;
        for (int i = 0; i < tasks.size(); i++) {
            left = Math.min(left, tasks.get(i).nanosLeft(now));
        }
        return left;
    }

    @Override
    long unknownRoots() {
        long unknown = 0;
        for (SpoutTask task : tasks) {
            Tracker tracker = task.tracker();
            unknown += tracker == null ? 0 : tracker.unknownRoots();
        }
        return unknown;
    }

    @Override
    void lookAtRates(long now) {
        tasks.forEach(task -> task.lookAtRate(now));
    }

    @Override
    List<SpoutInsight> spoutInsights(long now) {
        return tasks.stream().map(task -> task.insight(now)).toList();
    }

    @Override
    List<BoltInsight> boltInsights() {
        return List.of();
    }

    @Override
    long trackedTrees() {
        long tracked = 0;
        for (SpoutTask task : tasks) {
            Tracker tracker = task.tracker();
            tracked += tracker == null ? 0 : tracker.pending();
        }
        return tracked;
    }

    @Override
    long pendingTrees() {
        return tasks.stream().mapToLong(SpoutTask::pending).sum();
    }

    @Override
    long tuplesInHand() {
        return 0;
    }
}
