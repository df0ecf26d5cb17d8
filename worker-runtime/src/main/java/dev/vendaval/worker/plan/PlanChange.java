package dev.vendaval.worker.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * From one plan of a topology to the next, as one worker sees it. What is equal in both stays and is not touched; the rest
 * of the earlier plan leaves, the rest of the later one arrives. Immutable.
 *
 * @param before the plan that is left
 * @param after the plan that is followed from its version on
 * @param worker index of this worker
 * @param bornInIt whether this worker's life began while the change was under way: what it had before is lost
 */
public record PlanChange(TopologyPlan before, TopologyPlan after, int worker, boolean bornInIt) {
    /** The number of the change: the version of the plan it leads to. */
    public long version() {
        return after.version();
    }

    /** Whether an executor of either plan is in both. */
    public boolean stays(ExecutorPlan executor) {
        return before.has(executor) && after.has(executor);
    }

    /** This worker's executors that the later plan does not have. */
    public List<ExecutorPlan> leaving() {
        return before.executorsOf(worker).stream()
                .filter(executor -> !after.has(executor))
                .toList();
    }

    /** This worker's executors that the earlier plan does not have. */
    public List<ExecutorPlan> arriving() {
        return after.executorsOf(worker).stream()
                .filter(executor -> !before.has(executor))
                .toList();
    }

    /**
     * Whether a task of the earlier plan goes on with another instance of its component: in another worker, or since its
     * instance is re-created.
     */
    public boolean endsInstance(int task) {
        ExecutorPlan earlier = before.executorOfTask(task);
        return after.executorOfTask(task).worker() != earlier.worker() || recreates(earlier.component());
    }

    /** Whether the instances of a component are re-created, for a configuration that they may have read. */
    public boolean recreates(String component) {
        return before.config().timesRecreated(component) != after.config().timesRecreated(component);
    }

    /** All executors of the later plan, of any worker, that the earlier one does not have. */
    public List<ExecutorPlan> changed() {
        return after.executors().stream()
                .filter(executor -> !before.has(executor))
                .toList();
    }

    /** The executors of the earlier plan that send to a component and can be waited for; of a loop its own, too. */
    public Set<ExecutorPlan> sendersTo(String component) {
        Set<ExecutorPlan> senders = new LinkedHashSet<>();
        for (ExecutorPlan executor : before.executors()) {
            boolean sends = executor.isPlaced()
                    && before.component(executor.component()).streams().stream()
                            .flatMap(stream -> stream.subscriptions().stream())
                            .anyMatch(subscription -> subscription.consumer().equals(component));
            if (sends) {
                senders.add(executor);
            }
        }
        return senders;
    }

    /** The executors of the later plan that an executor of a component sends to. */
    public List<ExecutorPlan> receiversOf(String component) {
        Set<String> consumers = new LinkedHashSet<>();
        before.component(component)
                .streams()
                .forEach(stream -> stream.subscriptions().forEach(each -> consumers.add(each.consumer())));
        List<ExecutorPlan> receivers = new ArrayList<>();
        for (ExecutorPlan executor : after.executors()) {
            if (consumers.contains(executor.component())) {
                receivers.add(executor);
            }
        }
        return receivers;
    }

    /** Whether a task of the earlier plan gives keys to tasks that are new with the later one. */
    public boolean givesKeys(int task) {
        return !takersOf(task).isEmpty();
    }

    /** The new tasks that get keys of a task of the earlier plan. */
    public List<Integer> takersOf(int task) {
        ComponentPlan earlier = before.component(before.executorOfTask(task).component());
        ComponentPlan later = after.component(earlier.id());
        if (!later.hasKeys() || later.tasks().size() == earlier.tasks().size()) {
            return List.of();
        }
        int index = earlier.tasks().indexOf(task);
        return later.keyGroups().takers(earlier.keyGroups(), index).stream()
                .map(later.tasks()::get)
                .toList();
    }

    /** The executors of the later plan that have such a task, and a worker. */
    public List<ExecutorPlan> heirsOf(int task) {
        return takersOf(task).stream()
                .map(after::executorOfTask)
                .filter(ExecutorPlan::isPlaced)
                .distinct()
                .toList();
    }

    /**
     * The tasks of the earlier plan that a task of the later one goes on from: itself, or those that it gets keys of if it
     * is new.
     */
    public List<Integer> sourcesOf(int task) {
        if (before.hasTask(task)) {
            return List.of(task);
        }
        ComponentPlan later = after.component(after.executorOfTask(task).component());
        if (!later.hasKeys()) {
            return List.of();
        }
        ComponentPlan earlier = before.component(later.id());
        int index = later.tasks().indexOf(task);
        return later.keyGroups().givers(earlier.keyGroups(), index).stream()
                .map(earlier.tasks()::get)
                .toList();
    }

    @Override
    public String toString() {
        return "change " + before.version() + " -> " + after.version();
    }
}
