package dev.vendaval.worker.executor;

import dev.vendaval.protocol.report.BoltInsight;
import dev.vendaval.protocol.report.SpoutInsight;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.plan.PlanChange;
import dev.vendaval.worker.routing.TaskIds;
import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks of a bolt: takes tuples from the inbox and has them executed. While a task has no instance its siblings go
 * on, until a tuple comes that is for it: that one is held, and what comes after it stays where it is.
 */
final class BoltExecutor extends Executor {
    /** How long a queue of a link should be, in time. */
    private static final long WINDOW_NANOS = 5_000_000;

    private final List<BoltTask> tasks = new ArrayList<>();
    private final TaskIds ids;
    private final Input input;
    private TickTimer ticks;

    private final Pace pace = new Pace();

    /** Whether the last slice found nothing to execute any more. */
    private boolean ranDry;

    /** Calls of this round that were quick, to be counted with their average at its end. */
    private long quickCalls;

    private long quickNanos;
    /** The next tuple, if its task was being made anew when it came. */
    private @Nullable RuntimeTuple held;

    BoltExecutor(ExecutorParts parts, SectionReader sections, @Nullable CyclePressure pressure, TopologyStatus status) {
        super(parts, status);
        this.ids = new TaskIds(plan().tasks());
        for (int task : parts.newTasks()) {
            BoltTask added = new BoltTask(this, task);
            tasks.add(added);
            add(added);
        }
        this.input = new Input(inbox(), sections, pressure, passages()::ended);
        this.ticks = new TickTimer(settings().tickFrequency(), round().now());
    }

    @Override
    void failPending() {}

    @Override
    void follow(PlanChange change, boolean leaves) {
        input.follow(environment().changeover().roster().elsewhere(component().cycle(), change.after()), leaves);
    }

    @Override
    void configured() {
        if (!ticks.isEvery(settings().tickFrequency())) {
            ticks = new TickTimer(settings().tickFrequency(), round().now());
        }
    }

    @Override
    void addMoved(Task task) {
        add(task);
        tasks.add((BoltTask) task);
        tasks.sort(Comparator.comparingInt(each -> each.id));
    }

    @Override
    void forgetTasks() {
        tasks.clear();
        input.leave();
    }

    @Override
    void applyStatus() {}

    @Override
    void othersDied(long touchBits) {}

    @Override
    boolean takeControl() {
        boolean any = false;
        ControlSection section = inbox().pollControl();
        while (section != null) {
            any = true;
            input.pressureFrom(section, round().now());
            section = inbox().pollControl();
        }
        return any;
    }

    @Override
    boolean beforeWork() {
        if (!ticks.isDue(round().now())) {
            return false;
        }
        for (BoltTask task : tasks) {
            if (task.isRunning()) {
                enter(task);
                task.execute(ticks.tick(task.id));
            }
        }
        return true;
    }

    @Override
    boolean work() {
        int called = 0;
        int calls;
        long begin = round().now();
        do {
            calls = slice();
            called += calls;
        } while (calls > 0 && goesOn(calls));
        countCalls(called);
        long each = pace.afterRound(begin, round().now(), called, ranDry, inbox().roomTuples());
        if (each > 0) {
            inbox().setPace(each);
        }
        return called > 0;
    }

    private int slice() {
        int wanted = round().slice();
        int calls = 0;
        ranDry = false;
        while (calls < wanted && emitter().isOpen()) {
            RuntimeTuple tuple = held == null ? input.next(round().now()) : held;
            if (tuple == null) {
                ranDry = true;
                break;
            }
            BoltTask task = tasks.get(ids.indexOf(tuple.task));
            if (!task.isRunning()) {
                if (passages().failsInputs()) {
                    task.failUnexecuted(tuple);
                    held = null;
                    calls++;
                    continue;
                }
                held = tuple;
                break;
            }
            held = null;
            enter(task);
            task.executeTimed(tuple);
            calls++;
        }
        return calls;
    }

    private boolean goesOn(int calls) {
        boolean more = round().goesOn(calls);
        long nanos = round().sliceNanos();
        boolean slow = nanos / calls >= Round.SLOW_CALL_NANOS;
        for (int i = 0; i < tasks.size(); i++) {
            tasks.get(i).endSlice(slow, nanos / calls);
        }
        if (!slow) {
            quickCalls += calls;
            quickNanos += nanos;
        }
        return more;
    }

    @Override
    void endOfWork() {
        if (quickCalls > 0) {
            for (int i = 0; i < tasks.size(); i++) {
                tasks.get(i).endRound(quickNanos / quickCalls);
            }
            quickCalls = 0;
            quickNanos = 0;
            inbox().setWindow(WINDOW_NANOS / round().costNanos());
        }
        input.endRound(emitter().unsentFeedback(), round().now());
    }

    @Override
    long nanosUntilOwnTimer(long now) {
        return Math.min(ticks.nanosLeft(now), input.nanosUntilTimer());
    }

    @Override
    long unknownRoots() {
        return 0;
    }

    @Override
    void lookAtRates(long now) {}

    @Override
    List<SpoutInsight> spoutInsights(long now) {
        return List.of();
    }

    @Override
    List<BoltInsight> boltInsights() {
        return tasks.stream().map(BoltTask::insight).toList();
    }

    @Override
    long trackedTrees() {
        return 0;
    }

    @Override
    long pendingTrees() {
        return 0;
    }

    @Override
    long tuplesInHand() {
        return input.tuplesInHand() + (held == null ? 0 : 1);
    }
}
