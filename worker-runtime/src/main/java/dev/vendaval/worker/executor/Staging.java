package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a plan needs in this worker before it may come into force: its new executors, made and prepared, credit for those
 * that send from here, and acquaintance with the workers that hand over to those here. Changes nothing that runs. Owned by
 * the worker's host.
 */
final class Staging {
    private final Supplier<Roster> roster;
    private final OlderLives lives;
    private @Nullable TopologyPlan staged;
    private List<ExecutorPlan> made = List.of();

    Staging(Supplier<Roster> roster, OlderLives lives) {
        this.roster = roster;
        this.lives = lives;
    }

    private ExecutorEnvironment environment() {
        return roster.get().environment();
    }

    void stage(@Nullable TopologyPlan before, TopologyPlan next) {
        int worker = environment().worker();
        lives.forget(environment().deaths());
        List<ExecutorPlan> arriving = new ArrayList<>();
        Set<Integer> newTasks = new HashSet<>();
        for (ExecutorPlan executor : next.executorsOf(worker)) {
            if (before != null && before.has(executor)) {
                continue;
            }
            arriving.add(executor);
            for (int task : executor.tasks()) {
                if (isMadeHere(before, next, task)) {
                    newTasks.add(task);
                }
            }
        }
        roster.get().hire(next, arriving, newTasks);
        staged = next;
        made = arriving;
        if (before != null) {
            openWays(before, next);
        }
    }

    /** Whether no instance in this worker goes on with the task. */
    private boolean isMadeHere(@Nullable TopologyPlan before, TopologyPlan next, int task) {
        int worker = environment().worker();
        return before == null
                || !before.hasTask(task)
                || before.executorOfTask(task).worker() != worker
                || new PlanChange(before, next, worker, false).endsInstance(task);
    }

    @Nullable
    TopologyPlan staged() {
        return staged;
    }

    boolean isReady(@Nullable TopologyPlan before) {
        TopologyPlan next = staged;
        if (next == null) {
            return false;
        }
        for (ExecutorPlan arriving : made) {
            Executor executor = roster.get().executor(arriving);
            if (executor == null || !executor.inbox().isPrepared()) {
                return false;
            }
        }
        return before == null
                || (lives.meetAll(awaited(before, next).keySet(), environment().deaths())
                        && waysFrom(before, next).stream().allMatch(RemoteExecutor::isReady));
    }

    /** Executors whose components cannot be prepared. */
    List<ExecutorPlan> failing() {
        return made.stream()
                .filter(arriving -> {
                    Executor executor = roster.get().executor(arriving);
                    return executor != null && executor.cannotBePrepared();
                })
                .toList();
    }

    /** It will not come. */
    void abort() {
        if (staged != null) {
            roster.get().dismiss(made);
            done();
        }
    }

    /** It is in force. */
    void done() {
        staged = null;
        made = List.of();
    }

    // ---- other workers

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
                for (int source : change.sourcesOf(task)) {
                    ExecutorPlan owner = before.executorOfTask(source);
                    awaited.put(owner.worker(), owner);
                }
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
}
