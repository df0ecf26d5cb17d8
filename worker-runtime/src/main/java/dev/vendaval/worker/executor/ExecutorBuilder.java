package dev.vendaval.worker.executor;

import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.codec.ValueCodecs;
import dev.vendaval.worker.context.WorkerInfo;
import dev.vendaval.worker.exchange.Inbox;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.exchange.Wakeup;
import dev.vendaval.worker.outbound.AckPath;
import dev.vendaval.worker.outbound.Neighbours;
import dev.vendaval.worker.outbound.Outputs;
import dev.vendaval.worker.plan.ComponentPlan;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Builds the executors of one worker: first all inboxes, then what sends to them; and more of them when the plan changes.
 * Building is for one thread at a time, the rest for any.
 */
final class ExecutorBuilder implements Neighbours {
    private final ExecutorEnvironment environment;
    private final TopologyPlan plan;

    /** Has the tasks of all plans there have been; read by any thread. */
    private volatile TopologyPlan newest;

    private final ValueCodecs codecs;
    private final MisuseLog misuse;
    private final Map<ExecutorPlan, Wakeup> wakeups = new ConcurrentHashMap<>();
    private final Map<ExecutorPlan, Inbox> inboxes = new ConcurrentHashMap<>();
    private final Map<Integer, CycleGate> gates = new ConcurrentHashMap<>();

    ExecutorBuilder(ExecutorEnvironment environment) {
        this.environment = environment;
        this.plan = environment.plan();
        this.newest = plan;
        TopologySettings settings = TopologySettings.of(plan.definition().config());
        this.codecs = new ValueCodecs(environment.userLoader(), settings.serializers(), settings.tupleMaxBytes());
        this.misuse = new MisuseLog(environment.errors());
    }

    private IntPredicate fromItsCycle(ExecutorPlan executor) {
        int cycle = plan.component(executor.component()).cycle();
        return task -> cycle != ComponentPlan.NO_CYCLE
                && plan.component(newest.layout().componentOf(task)).cycle() == cycle;
    }

    /** All executors of the worker's plan, in the order of their tasks; none has made a step. */
    Map<ExecutorPlan, Executor> build(TopologyStatus status) {
        return build(plan.executorsOf(environment.worker()), executor -> 0, status);
    }

    /**
     * The same in a worker whose life begins while a change is under way: those that arrive with it wait for their tasks.
     */
    Map<ExecutorPlan, Executor> build(TopologyStatus status, PlanChange change) {
        return build(
                plan.executorsOf(environment.worker()),
                executor -> change.stays(executor) ? 0 : change.version(),
                status);
    }

    private Map<ExecutorPlan, Executor> build(
            List<ExecutorPlan> wanted, ToLongFunction<ExecutorPlan> since, TopologyStatus status) {
        addInboxes(wanted, plan.version(), executor -> since.applyAsLong(executor) > 0);
        Map<ExecutorPlan, Executor> executors = new LinkedHashMap<>();
        for (ExecutorPlan executor : wanted) {
            executors.put(executor, build(plan, executor, since.applyAsLong(executor), executor.tasks(), status));
        }
        return executors;
    }

    /**
     * Executors that arrive with a change.
     *
     * @param newTasks those of their tasks that they make themselves
     */
    Map<ExecutorPlan, Executor> build(
            TopologyPlan next, List<ExecutorPlan> arriving, Set<Integer> newTasks, TopologyStatus status) {
        newest = next;
        addInboxes(arriving, next.version(), executor -> true);
        Map<ExecutorPlan, Executor> executors = new LinkedHashMap<>();
        for (ExecutorPlan executor : arriving) {
            List<Integer> own =
                    executor.tasks().stream().filter(newTasks::contains).toList();
            executors.put(executor, build(next, executor, next.version(), own, status));
        }
        return executors;
    }

    /** Nobody sends to it any more. */
    void forget(ExecutorPlan executor) {
        Wakeup wakeup = wakeups.remove(executor);
        if (wakeup != null) {
            gates.values().forEach(gate -> gate.removeMember(wakeup));
        }
        inboxes.remove(executor);
    }

    private void addInboxes(List<ExecutorPlan> executors, long version, Predicate<ExecutorPlan> arrives) {
        for (ExecutorPlan executor : executors) {
            Wakeup wakeup = new Wakeup();
            IntPredicate fromItsCycle = fromItsCycle(executor);
            Inbox inbox =
                    arrives.test(executor) ? Inbox.ofArriving(wakeup, fromItsCycle) : new Inbox(wakeup, fromItsCycle);
            inbox.holds().begin(version);
            wakeups.put(executor, wakeup);
            inboxes.put(executor, inbox);
        }
    }

    private Executor build(
            TopologyPlan by, ExecutorPlan executor, long since, List<Integer> newTasks, TopologyStatus status) {
        ComponentPlan component = by.component(executor.component());
        TopologySettings settings = TopologySettings.of(component.configuration());
        Wakeup wakeup = wakeupOf(executor);
        Inbox inbox = Objects.requireNonNull(inboxes.get(executor));
        WorkerInfo info = environment.info().beginningWith(by);
        Outputs outputs =
                new Outputs(by, executor, info, environment.userLoader(), this, wakeup, environment.seeds(), since);
        AckPath acks = outputs.ackPath();
        ExecutorParts parts = new ExecutorParts(
                environment,
                executor,
                component,
                settings,
                wakeup,
                inbox,
                outputs,
                outputs.emitter(codecs.newCodec(), settings.alwaysSerialize()),
                acks,
                misuse,
                info,
                since,
                newTasks);
        if (component.isSpout()) {
            return new SpoutExecutor(parts, status);
        }
        SectionReader sections = new SectionReader(plan, executor, codecs.newCodec(), acks, environment.errors());
        return new BoltExecutor(parts, sections, pressure(by, executor, component, wakeup), status);
    }

    private Wakeup wakeupOf(ExecutorPlan executor) {
        Wakeup wakeup = wakeups.get(executor);
        if (wakeup == null) {
            throw new IllegalStateException("executor " + executor + " is not of this worker");
        }
        return wakeup;
    }

    private @Nullable CyclePressure pressure(
            TopologyPlan by, ExecutorPlan executor, ComponentPlan component, Wakeup wakeup) {
        int cycle = component.cycle();
        if (cycle == ComponentPlan.NO_CYCLE) {
            return null;
        }
        CycleGate gate = gates.computeIfAbsent(cycle, added -> new CycleGate());
        gate.addMember(wakeup);
        List<String> components = plan.components().stream()
                .filter(member -> member.cycle() == cycle)
                .map(ComponentPlan::id)
                .toList();
        return new CyclePressure(gate, executor, components, elsewhere(cycle, by), environment.errors());
    }

    /** One executor of the cycle in each other worker: it shares what it hears with those beside it. */
    List<CyclePressure.Neighbour> elsewhere(int cycle, TopologyPlan by) {
        if (cycle == ComponentPlan.NO_CYCLE) {
            return List.of();
        }
        Map<Integer, CyclePressure.Neighbour> byWorker = new LinkedHashMap<>();
        for (ExecutorPlan other : by.executors()) {
            if (other.worker() != environment.worker()
                    && plan.component(other.component()).cycle() == cycle) {
                byWorker.computeIfAbsent(
                        other.worker(), worker -> new CyclePressure.Neighbour(other.address(), remote(other)));
            }
        }
        return new ArrayList<>(byWorker.values());
    }

    @Override
    public @Nullable Inbox local(ExecutorPlan executor) {
        return inboxes.get(executor);
    }

    @Override
    public RemoteExecutor remote(ExecutorPlan executor) {
        return executor.isPlaced() ? environment.remotes().apply(executor) : UnplacedExecutor.INSTANCE;
    }
}
