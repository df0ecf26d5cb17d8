package dev.vendaval.worker.executor;

import dev.vendaval.protocol.report.TaskMove;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.metrics.TaskCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What changes of the plan have cost one worker, and the counts of the tasks that have left it. Moves and failed trees are
 * of the newest change, the rest of the worker's life. For any thread.
 */
public final class ChangeTally {
    private final AtomicLong failedTrees = new AtomicLong();
    private final AtomicLong lostUntracked = new AtomicLong();

    /** They are counted on when a task comes back; at most one a task of the topology. */
    private final Map<Integer, TaskCounters> countersLeft = new ConcurrentHashMap<>();

    /** Guarded by itself. */
    private final List<TaskMove> moves = new ArrayList<>();

    ChangeTally() {}

    /** A change comes into force. */
    void begin() {
        synchronized (moves) {
            moves.clear();
        }
        failedTrees.set(0);
    }

    void add(TaskMove move) {
        synchronized (moves) {
            moves.add(move);
        }
    }

    void countFailed(long trees) {
        failedTrees.addAndGet(trees);
    }

    void countLost(long untracked) {
        lostUntracked.addAndGet(untracked);
    }

    /** Tuples came for an executor that is no longer here. */
    public void countLost(DataSection section) {
        lostUntracked.addAndGet(section.untracked);
        failedTrees.addAndGet(section.count - section.untracked);
    }

    void left(int task, TaskCounters counters) {
        countersLeft.put(task, counters);
    }

    /** A task is here again: what was counted in its last stay, if there was one. */
    @Nullable
    TaskCounters comesBack(int task) {
        return countersLeft.remove(task);
    }

    /** What was taken over since the change. */
    public List<TaskMove> moves() {
        synchronized (moves) {
            return List.copyOf(moves);
        }
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
}
