package dev.vendaval.worker.executor;

import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.codec.ValueCodecs;
import dev.vendaval.worker.exchange.Inbox;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.exchange.Wakeup;
import dev.vendaval.worker.outbound.AckPath;
import dev.vendaval.worker.outbound.Neighbours;
import dev.vendaval.worker.outbound.Outputs;
import dev.vendaval.worker.plan.ComponentPlan;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Builds the executors of one worker: first all inboxes, then what sends to them. Used once, by one thread. */
final class ExecutorBuilder implements Neighbours {
    private final ExecutorEnvironment environment;
    private final TopologyPlan plan;
    private final ValueCodecs codecs;
    private final MisuseLog misuse;
    private final Map<ExecutorPlan, Wakeup> wakeups = new LinkedHashMap<>();
    private final Map<ExecutorPlan, Inbox> inboxes = new LinkedHashMap<>();
    private final Map<Integer, CycleGate> gates = new HashMap<>();

    ExecutorBuilder(ExecutorEnvironment environment) {
        this.environment = environment;
        this.plan = environment.plan();
        TopologySettings settings = TopologySettings.of(plan.definition().config());
        this.codecs = new ValueCodecs(environment.userLoader(), settings.serializers(), settings.tupleMaxBytes());
        this.misuse = new MisuseLog(environment.errors());
        for (ExecutorPlan executor : plan.executorsOf(environment.worker())) {
            Wakeup wakeup = new Wakeup();
            wakeups.put(executor, wakeup);
            inboxes.put(executor, new Inbox(wakeup, fromItsCycle(executor)));
        }
    }

    private IntPredicate fromItsCycle(ExecutorPlan executor) {
        int cycle = plan.component(executor.component()).cycle();
        return task -> cycle != ComponentPlan.NO_CYCLE
                && plan.component(plan.executorOfTask(task).component()).cycle() == cycle;
    }

    /** All executors, in the order of their tasks; none has made a step. */
    Map<ExecutorPlan, Executor> build(TopologyStatus status) {
        Map<ExecutorPlan, Executor> executors = new LinkedHashMap<>();
        inboxes.forEach((executor, inbox) -> executors.put(executor, build(executor, inbox, status)));
        return executors;
    }

    private Executor build(ExecutorPlan executor, Inbox inbox, TopologyStatus status) {
        ComponentPlan component = plan.component(executor.component());
        TopologySettings settings = TopologySettings.of(component.configuration());
        Wakeup wakeup = wakeupOf(executor);
        Outputs outputs = new Outputs(
                plan, executor, environment.info(), environment.userLoader(), this, wakeup, environment.seeds());
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
                misuse);
        if (component.isSpout()) {
            return new SpoutExecutor(parts, status);
        }
        SectionReader sections = new SectionReader(plan, executor, codecs.newCodec(), acks, environment.errors());
        return new BoltExecutor(parts, sections, pressure(executor, component, wakeup), status);
    }

    private Wakeup wakeupOf(ExecutorPlan executor) {
        Wakeup wakeup = wakeups.get(executor);
        if (wakeup == null) {
            throw new IllegalStateException("executor " + executor + " is not of this worker");
        }
        return wakeup;
    }

    private @Nullable CyclePressure pressure(ExecutorPlan executor, ComponentPlan component, Wakeup wakeup) {
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
        return new CyclePressure(gate, executor, components, elsewhere(cycle), environment.errors());
    }

    /** One executor of the cycle in each other worker: it shares what it hears with those beside it. */
    private List<CyclePressure.Neighbour> elsewhere(int cycle) {
        Map<Integer, CyclePressure.Neighbour> byWorker = new LinkedHashMap<>();
        for (ExecutorPlan other : plan.executors()) {
            if (other.worker() != environment.worker()
                    && plan.component(other.component()).cycle() == cycle) {
                byWorker.computeIfAbsent(
                        other.worker(), worker -> new CyclePressure.Neighbour(other.firstTask(), remote(other)));
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
        return executor.worker() == ExecutorPlan.NO_WORKER
                ? UnplacedExecutor.INSTANCE
                : environment.remotes().apply(executor);
    }
}
