package dev.vendaval.worker.executor;

import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.worker.metrics.TaskCounters;
import dev.vendaval.worker.outbound.TaskOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The tasks that an executor has at present, in the order of their ids, and what is true of all of them together. Owned by
 * the executor's thread, but for {@link #state}, which is the tasks' states taken together and may be read by any thread.
 */
final class Tasks implements Iterable<Task> {
    private final Round round;
    private final Runnable stateChanged;

    /** Gone through by index in every round: an iterator each would be most of what an idle executor allocates. */
    private final List<Task> tasks = new ArrayList<>();

    private long restarts;
    private volatile ExecutorState state = ExecutorState.STARTING;

    /** @param stateChanged called when {@link #state} has changed */
    Tasks(Round round, Runnable stateChanged) {
        this.round = round;
        this.stateChanged = stateChanged;
    }

    void add(Task task) {
        tasks.add(task);
        tasks.sort(Comparator.comparingInt(each -> each.id));
    }

    /** Lets go of all of them. */
    List<Task> removeAll() {
        List<Task> removed = List.copyOf(tasks);
        tasks.clear();
        return removed;
    }

    @Override
    public Iterator<Task> iterator() {
        return tasks.iterator();
    }

    /** The outputs of those that have been made, with the counters of each. */
    Map<TaskOutput, TaskCounters> outputs() {
        Map<TaskOutput, TaskCounters> outputs = new LinkedHashMap<>();
        for (Task task : tasks) {
            TaskOutput output = task.outputIfMade();
            if (output != null) {
                outputs.put(output, task.counters);
            }
        }
        return outputs;
    }

    // ---- in every round

    /** Makes components that are due; true if there was one. */
    boolean makeDue() {
        boolean any = false;
        for (int i = 0; i < tasks.size(); i++) {
            any |= tasks.get(i).makeIfDue(round.now());
        }
        return any;
    }

    long nanosUntilMade() {
        long left = Long.MAX_VALUE;
        for (int i = 0; i < tasks.size(); i++) {
            left = Math.min(left, tasks.get(i).nanosUntilMade(round.now()));
        }
        return left;
    }

    /** What users' threads ask for, but for emits. */
    boolean performOthers() {
        boolean any = false;
        for (int i = 0; i < tasks.size(); i++) {
            any |= tasks.get(i).handOff.performOthers();
        }
        return any;
    }

    /** Emits that users' threads ask for. */
    boolean performEmits(BooleanSupplier hasRoom) {
        boolean any = false;
        for (int i = 0; i < tasks.size(); i++) {
            any |= tasks.get(i).handOff.performEmits(hasRoom);
        }
        return any;
    }

    /** Calls of users' threads that wait. */
    int waitingCalls() {
        int waiting = 0;
        for (int i = 0; i < tasks.size(); i++) {
            waiting += tasks.get(i).handOff.waiting();
        }
        return waiting;
    }

    // ---- their states

    boolean allAreReady() {
        for (int i = 0; i < tasks.size(); i++) {
            if (!tasks.get(i).isReady()) {
                return false;
            }
        }
        return true;
    }

    boolean allRun() {
        for (int i = 0; i < tasks.size(); i++) {
            if (!tasks.get(i).isRunning()) {
                return false;
            }
        }
        return true;
    }

    /** False from when a task's error ends the worker. */
    boolean noneHasEnded() {
        for (int i = 0; i < tasks.size(); i++) {
            if (tasks.get(i).state() == Task.State.ENDED) {
                return false;
            }
        }
        return true;
    }

    /** A task has changed its state. One that is made anew at once counts as running all the time. */
    void stateChanged() {
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
            stateChanged.run();
        }
    }

    ExecutorState state() {
        return state;
    }

    void countRestart() {
        restarts++;
    }

    /** How often one of them was made anew. */
    long restarts() {
        return restarts;
    }
}
