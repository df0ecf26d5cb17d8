package dev.vendaval.worker.executor;

import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.Entrance;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The executors of one worker at present, and the ways of links to them. They come and go as the plan changes: hired and
 * dismissed by the worker's host, gone by their own doing. Everything may be read by any thread.
 */
final class Roster {
    private final ExecutorEnvironment environment;
    private final ExecutorBuilder builder;
    private final Consumer<Executor> starter;
    private final Consumer<DataSection> lost;
    private final Map<ExecutorPlan, Executor> executors = new ConcurrentHashMap<>();
    private final Map<Integer, Entrance> entrances = new ConcurrentHashMap<>();
    private volatile TopologyStatus status;

    /**
     * Builds the executors of the worker's plan; none has made a step.
     *
     * @param bornIn the change that was under way when this worker's life began, if one was
     * @param isNew nothing of the plan is in force here yet: its executors are to be staged
     * @param starter has executors stepped that come later
     * @param lost takes tuples for executors that are no longer here
     */
    Roster(
            ExecutorEnvironment environment,
            TopologyStatus status,
            @Nullable PlanChange bornIn,
            boolean isNew,
            Consumer<Executor> starter,
            Consumer<DataSection> lost) {
        this.environment = environment;
        this.builder = new ExecutorBuilder(environment);
        this.status = status;
        this.starter = starter;
        this.lost = lost;
        if (!isNew) {
            add(bornIn == null ? builder.build(status) : builder.build(status, bornIn));
        }
        environment.changeover().attach(this);
        if (bornIn != null) {
            environment.changeover().commit(bornIn);
        }
    }

    private void add(Map<ExecutorPlan, Executor> built) {
        executors.putAll(built);
        built.forEach((plan, executor) -> entrance(plan.address()).open(executor.inbox()));
    }

    /** The way of links to an executor, whether or not it is here. */
    Entrance entrance(int address) {
        return entrances.computeIfAbsent(
                address, added -> new Entrance(lost, environment.changeover().acksOfMoved()::handOn));
    }

    void status(TopologyStatus wanted) {
        status = wanted;
        executors.values().forEach(executor -> executor.orders().askStatus(wanted));
    }

    /** Makes executors of a plan, with tasks of their own for those given; they are to be stepped. */
    void hire(TopologyPlan plan, List<ExecutorPlan> arriving, Set<Integer> newTasks) {
        Map<ExecutorPlan, Executor> built = builder.build(plan, arriving, newTasks, status);
        add(built);
        built.values().forEach(starter);
    }

    /** Ends executors that have taken nothing. */
    void dismiss(List<ExecutorPlan> arrived) {
        for (ExecutorPlan plan : arrived) {
            entrance(plan.address()).shut();
            builder.forget(plan);
            Executor executor = executors.remove(plan);
            if (executor != null) {
                executor.orders().askStop(Orders.Stop.END);
            }
        }
    }

    /** An executor has ended. */
    void left(ExecutorPlan executor) {
        executors.remove(executor);
        builder.forget(executor);
        gone(executor);
    }

    /** Links to an executor that has been in this worker lead nowhere. */
    void gone(ExecutorPlan executor) {
        entrance(executor.address()).close();
    }

    @Nullable
    Executor executor(ExecutorPlan plan) {
        return executors.get(plan);
    }

    List<Executor> executors() {
        return executors.values().stream()
                .sorted(Comparator.comparingInt(executor -> executor.plan().firstTask()))
                .toList();
    }

    List<CyclePressure.Neighbour> elsewhere(int cycle, TopologyPlan plan) {
        return builder.elsewhere(cycle, plan);
    }

    ExecutorEnvironment environment() {
        return environment;
    }
}
