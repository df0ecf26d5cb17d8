package dev.vendaval.worker.executor;

import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One executor's way through one change of the plan: what it still waits for. Owned by the executor's thread.
 *
 * <pre>
 * STAYS     takes tuples; those of a task's new owner once the end of the older owner's has come
 * ARRIVES   takes nothing before each of its tasks has been handed over, and whatever its new tasks get keys of, or the
 *           older owner is dead; then STAYS
 * LEAVES    takes tuples until the end of each sender has come and nothing is left; then FLUSHES
 * FLUSHES   takes nothing; hands its tasks over when all that it emitted has left, with its ends; then FORWARDS
 * FORWARDS  hands on what comes on the control lane, until all others here have followed the change, too
 * </pre>
 */
final class Passage {
    /** How far it is. */
    enum Role {
        STAYS,
        ARRIVES,
        LEAVES,
        FLUSHES,
        FORWARDS
    }

    private final PlanChange change;
    private final long begunAt;
    private final List<ExecutorPlan> awaitedEnds = new ArrayList<>();

    /** Tasks of the earlier plan: its own, and those that its new ones get keys of. */
    private final Set<Integer> awaitedTasks = new HashSet<>();

    private Role role;

    /** Since when nobody sends to it any more; null while somebody does. */
    private @Nullable Long drainsSince;

    private boolean toldToMove;

    /** @param isGone whether the worker of an executor of the earlier plan has died since */
    Passage(PlanChange change, ExecutorPlan executor, Predicate<ExecutorPlan> isGone, long now) {
        this.change = change;
        this.begunAt = now;
        if (!change.after().has(executor)) {
            role = Role.LEAVES;
        } else {
            role = change.before().has(executor) ? Role.STAYS : Role.ARRIVES;
        }
        for (ExecutorPlan sender : change.sendersTo(executor.component())) {
            if (role == Role.LEAVES || !change.after().has(sender)) {
                awaitedEnds.add(sender);
            }
        }
        if (role == Role.ARRIVES) {
            executor.tasks().forEach(task -> awaitedTasks.addAll(change.sourcesOf(task)));
        }
        forgetTasks(isGone);
    }

    PlanChange change() {
        return change;
    }

    Role role() {
        return role;
    }

    long begunAt() {
        return begunAt;
    }

    /** Whether its executor may call components. */
    boolean mayWork() {
        return role == Role.STAYS || role == Role.LEAVES;
    }

    /** The end of a channel has come; returns the tasks of which no more ends are awaited now. */
    List<Integer> ended(int senderAddress) {
        for (Iterator<ExecutorPlan> each = awaitedEnds.iterator(); each.hasNext(); ) {
            ExecutorPlan sender = each.next();
            if (sender.address() == senderAddress) {
                each.remove();
                return released(successors(sender));
            }
        }
        return List.of();
    }

    /**
     * Whose tuples must not overtake what an executor of the earlier plan has sent: its tasks, at their new owners, and new
     * tasks that get keys of them.
     */
    private Set<Integer> successors(ExecutorPlan sender) {
        Set<Integer> tasks = new HashSet<>(sender.tasks());
        sender.tasks().forEach(task -> tasks.addAll(change.takersOf(task)));
        return tasks;
    }

    private List<Integer> released(Set<Integer> tasks) {
        tasks.removeAll(heldTasks());
        return List.copyOf(tasks);
    }

    /** No task is awaited any more of executors that are gone. */
    void forgetTasks(Predicate<ExecutorPlan> isGone) {
        awaitedTasks.removeIf(task -> {
            ExecutorPlan owner = change.before().executorOfTask(task);
            return !owner.isPlaced() || isGone.test(owner);
        });
    }

    /**
     * No end is awaited any more of executors of which nothing more comes; returns the tasks of which no more ends are
     * awaited now.
     *
     * @param isSilent whether an executor of the earlier plan is gone, and all that came from it has been taken
     */
    List<Integer> forgetEnds(Predicate<ExecutorPlan> isSilent) {
        Set<Integer> tasks = new HashSet<>();
        awaitedEnds.removeIf(sender -> {
            boolean silent = isSilent.test(sender);
            if (silent) {
                tasks.addAll(successors(sender));
            }
            return silent;
        });
        return tasks.isEmpty() ? List.of() : released(tasks);
    }

    /** Tasks that go on from senders that the end of is still to come, to be held when they come from a new owner. */
    List<Integer> heldTasks() {
        return awaitedEnds.stream()
                .filter(sender -> !change.after().has(sender))
                .flatMap(sender -> successors(sender).stream())
                .distinct()
                .toList();
    }

    /** Whether a task goes on with another instance of its component, in another worker or here. */
    boolean endsInstance(int task) {
        return change.endsInstance(task);
    }

    /** Since when nothing more comes, all ends being there: this moment at the first call. */
    long drainsSince(long now) {
        Long since = drainsSince;
        if (since == null) {
            since = now;
            drainsSince = since;
        }
        return since;
    }

    boolean awaitsEnds() {
        return !awaitedEnds.isEmpty();
    }

    /** A task has been handed over; false if it was not awaited (any more). */
    boolean tookOver(int task) {
        return awaitedTasks.remove(task);
    }

    boolean awaitsTasks() {
        return !awaitedTasks.isEmpty();
    }

    /** All of its tasks are here. */
    void arrived() {
        role = Role.STAYS;
    }

    /** It will take no more tuples. */
    void flushes() {
        role = Role.FLUSHES;
    }

    /** Its tasks are with others. */
    void forwards() {
        role = Role.FORWARDS;
    }

    /** Once: whether its tasks are still to be told that they move. */
    boolean tellsToMove() {
        boolean first = !toldToMove;
        toldToMove = true;
        return first;
    }

    @Override
    public String toString() {
        return role + " in " + change + ", waits for the ends of " + awaitedEnds + " and tasks " + awaitedTasks;
    }
}
