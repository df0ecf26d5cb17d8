package dev.vendaval.worker.executor;

import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.tracking.RootIds;
import dev.vendaval.worker.tracking.Tracker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks of a spout, each with its acker: acks arrive on the control lane and end trees here. */
final class SpoutExecutor extends Executor {
    private static final Logger log = LoggerFactory.getLogger(SpoutExecutor.class);

    /** Control sections of one round, so that acks do not keep nextTuple from its turn. */
    private static final int MAX_SECTIONS = 256;

    private final List<SpoutTask> tasks = new ArrayList<>();
    private final int firstAcker;
    private int nextTask;

    SpoutExecutor(ExecutorParts parts, TopologyStatus status) {
        super(parts, status);
        this.firstAcker = environment().plan().ackerOf(plan().firstTask());
        for (int i = 0; i < plan().tasks().size(); i++) {
            SpoutTask task = new SpoutTask(this, plan().tasks().get(i), tracker(firstAcker + i));
            tasks.add(task);
            add(task);
        }
    }

    private @Nullable Tracker tracker(int acker) {
        if (!environment().plan().acking()) {
            return null;
        }
        int incarnation = (int) (environment().incarnation().lease()
                + environment().incarnation().launchCount());
        long maxAge =
                settings().treeMaxAge() == null ? 0 : settings().treeMaxAge().toNanos();
        return new Tracker(
                new RootIds(acker, incarnation), settings().messageTimeout().toNanos(), maxAge, round().now());
    }

    @Override
    void failPending() {
        tasks.forEach(SpoutTask::failPending);
    }

    @Override
    void applyStatus() {
        boolean active = orders().isActive();
        tasks.forEach(task -> task.activate(active));
    }

    @Override
    boolean takeControl() {
        for (SpoutTask task : tasks) {
            task.advance(round().now());
        }
        int taken = 0;
        ControlSection section = inbox().pollControl();
        while (section != null) {
            apply(section);
            taken++;
            section = taken < MAX_SECTIONS ? inbox().pollControl() : null;
        }
        if (taken < MAX_SECTIONS) {
            // After a call that took longer than the time-out, the acks that came meanwhile count before it does.
            tasks.forEach(SpoutTask::timeOut);
        }
        return taken > 0;
    }

    private void apply(ControlSection section) {
        switch (section.kind) {
            case ACK -> acks(section);
            case FAIL -> {
                for (int i = 0; i < section.length; i++) {
                    Tracker tracker = trackerOf(section.data[i]);
                    if (tracker != null) {
                        tracker.fail(section.data[i]);
                    }
                }
            }
            case RESET_TIMEOUT -> {
                for (int i = 0; i < section.length; i++) {
                    Tracker tracker = trackerOf(section.data[i]);
                    if (tracker != null) {
                        tracker.resetTimeout(section.data[i]);
                    }
                }
            }
            case CYCLE_PRESSURE -> log.warn("cycle pressure sent to spout executor {}; ignored", plan());
        }
    }

    private void acks(ControlSection section) {
        for (int i = 0; i < section.length; i += 3) {
            Tracker tracker = trackerOf(section.data[i]);
            if (tracker != null) {
                tracker.ack(section.data[i], section.data[i + 1], section.data[i + 2]);
            }
        }
    }

    private @Nullable Tracker trackerOf(long root) {
        int index = RootIds.acker(root) - firstAcker;
        if (index < 0 || index >= tasks.size()) {
            log.warn("an ack for acker {} came to executor {}; ignored", RootIds.acker(root), plan());
            return null;
        }
        return tasks.get(index).tracker();
    }

    /** Acks and fails are calls like others: as many as a round has time for, then nextTuple has its turn. */
    @Override
    boolean beforeWork() {
        boolean called = false;
        int calls;
        do {
            calls = 0;
            for (SpoutTask task : tasks) {
                calls += task.deliverOutcomes(round().slice());
            }
            called |= calls > 0;
        } while (calls > 0 && round().goesOn(calls));
        return called;
    }

    @Override
    boolean work() {
        if (orders().isStopping()) {
            return false;
        }
        boolean called = false;
        int calls;
        do {
            calls = slice();
            called |= calls > 0;
        } while (calls > 0 && round().goesOn(calls));
        return called;
    }

    private int slice() {
        int wanted = round().slice();
        int calls = 0;
        while (calls < wanted && emitter().isOpen()) {
            SpoutTask task = nextDue();
            if (task == null) {
                break;
            }
            enter(task);
            task.nextTuple();
            calls++;
        }
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
        for (SpoutTask task : tasks) {
            task.endRound(round().now());
        }
    }

    @Override
    long nanosUntilOwnTimer(long now) {
        long left = Long.MAX_VALUE;
        for (SpoutTask task : tasks) {
            left = Math.min(left, task.nanosLeft(now));
        }
        return left;
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
