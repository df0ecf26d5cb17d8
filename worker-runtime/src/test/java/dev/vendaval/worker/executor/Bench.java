package dev.vendaval.worker.executor;

import dev.vendaval.api.TaskHook;
import dev.vendaval.api.Topology;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.context.WorkerInfo;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.fencing.Deaths;
import dev.vendaval.worker.metrics.ErrorLog;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.TopologyPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A topology's executors on one or more workers, without processes and without threads: the test steps them. */
final class Bench {
    /** More rounds than any test needs. */
    private static final int MANY_ROUNDS = 200_000;

    final FakeClock clock = new FakeClock();
    final List<Throwable> workerEnds = new ArrayList<>();
    final ErrorLog errors = new ErrorLog("127.0.0.1", 6700, () -> 0L);
    final TopologyPlan plan;
    final Map<String, DirectLink> links = new HashMap<>();
    final List<TaskHook> hooks = new ArrayList<>();
    private final Map<ExecutorPlan, Executor> executors = new LinkedHashMap<>();
    private final Map<Integer, Deaths> deaths = new HashMap<>();
    private final AtomicLong seeds = new AtomicLong(42);

    private Bench(TopologyPlan plan) {
        this.plan = plan;
    }

    /** All on one worker. */
    static Bench of(Topology topology, Map<String, Object> config) {
        return of(topology, config, Map.of(), TopologyStatus.ACTIVE);
    }

    static Bench of(Topology topology) {
        return of(topology, Map.of());
    }

    /** Components on the workers given, others on worker 0. */
    static Bench of(
            Topology topology, Map<String, Object> config, Map<String, Integer> workerOf, TopologyStatus status) {
        Bench bench = new Bench(plan(topology, config, workerOf));
        int workers = bench.plan.workers().size();
        for (int worker = 0; worker < workers; worker++) {
            ExecutorEnvironment environment = bench.environment(worker, bench.clock);
            bench.executors.putAll(new ExecutorBuilder(environment).build(status));
        }
        return bench;
    }

    /** Its bolts are known to be quick: senders have as much room as there ever is. */
    Bench quick() {
        for (Executor executor : executors.values()) {
            for (int doublings = 0; doublings < 20; doublings++) {
                executor.inbox().setPace(1);
            }
        }
        return this;
    }

    /** The same with real loops, on one worker. */
    static ExecutorSet threaded(Topology topology, Map<String, Object> config) {
        Bench bench = new Bench(plan(topology, config, Map.of()));
        return ExecutorSet.create(bench.environment(0, System::nanoTime), TopologyStatus.ACTIVE);
    }

    /** The same, with loops as told. */
    static ExecutorSet threaded(Topology topology, Map<String, Object> config, Sharing sharing) {
        Bench bench = new Bench(plan(topology, config, Map.of()));
        return ExecutorSet.create(bench.environment(0, System::nanoTime), TopologyStatus.ACTIVE, sharing);
    }

    /** What its executors were given, with a clock of one's own. */
    ExecutorEnvironment environment(LongSupplier nanoTime) {
        return environment(0, nanoTime);
    }

    static TopologyPlan plan(Topology topology, Map<String, Object> config, Map<String, Integer> workerOf) {
        Map<String, Object> merged = TopologyConfig.merge(TopologyConfig.defaults(), TopologyConfig.validated(config));
        TopologyDefinition definition = new TopologyDefinition("t-1", "t", "submit-1", null, merged, topology, 0);
        TaskLayout layout = TaskLayout.of(topology, merged);
        List<ExecutorAssignment> placed = new ArrayList<>();
        int workers = 1;
        for (ExecutorTasks executor : layout.executors()) {
            int worker = workerOf.getOrDefault(executor.component(), 0);
            workers = Math.max(workers, worker + 1);
            placed.add(new ExecutorAssignment(executor, worker));
        }
        List<WorkerSlot> slots = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            slots.add(new WorkerSlot(worker, "supervisor", "127.0.0.1", 6700 + worker, 1));
        }
        return TopologyPlan.of(definition, new Assignment("t-1", 1, workers, slots, placed, List.of()));
    }

    private ExecutorEnvironment environment(int worker, LongSupplier nanoTime) {
        WorkerInfo info =
                new WorkerInfo(plan, worker, "127.0.0.1", 6700 + worker, Path.of("."), ForkJoinPool.commonPool());
        return new ExecutorEnvironment(
                plan,
                worker,
                new Incarnation(worker, 1, 1),
                info,
                Objects.requireNonNull(Bench.class.getClassLoader()),
                nanoTime,
                seeds::incrementAndGet,
                receiver -> link(worker, receiver),
                errors,
                workerEnds::add,
                deathsKnownTo(worker),
                () -> hooks,
                () -> {},
                new Changeover());
    }

    /** What a worker has learnt of others. */
    Deaths deathsKnownTo(int worker) {
        return deaths.computeIfAbsent(worker, added -> new Deaths());
    }

    private RemoteExecutor link(int from, ExecutorPlan receiver) {
        return links.computeIfAbsent(
                from + "->" + receiver, added -> new DirectLink(() -> inbound(receiver), 1L << receiver.worker()));
    }

    private Inbound inbound(ExecutorPlan receiver) {
        return executor(receiver).inbox();
    }

    private Executor executor(ExecutorPlan wanted) {
        return Objects.requireNonNull(executors.get(wanted), () -> "no executor " + wanted);
    }

    /** The only or first executor of a component. */
    Executor executor(String component) {
        return executors(component).get(0);
    }

    List<Executor> executors(String component) {
        return executors.values().stream()
                .filter(executor -> executor.plan().component().equals(component))
                .toList();
    }

    /** Steps all in turn until none gets on. */
    void settle() {
        for (int round = 0; round < MANY_ROUNDS; round++) {
            if (!stepAll()) {
                return;
            }
        }
        throw new AssertionError("still busy after " + MANY_ROUNDS + " rounds");
    }

    /** Steps each once. */
    boolean stepAll() {
        boolean progress = false;
        for (Executor executor : executors.values()) {
            progress |= !executor.orders().hasEnded() && executor.step();
        }
        return progress;
    }

    void steps(int rounds) {
        for (int i = 0; i < rounds; i++) {
            stepAll();
        }
    }

    void status(TopologyStatus status) {
        executors.values().forEach(executor -> executor.orders().askStatus(status));
        steps(1);
    }

    void stop(Orders.Stop order) {
        executors.values().forEach(executor -> executor.orders().askStop(order));
        stepAll();
    }

    ExecutorSnapshot snapshot(String component) {
        CompletableFuture<ExecutorSnapshot> asked = executor(component).orders().askSnapshot();
        executor(component).step();
        return asked.join();
    }

    TaskReport report(String component) {
        return snapshot(component).tasks().get(0);
    }

    /** Copies sent on all streams of the component's first task. */
    long transferred(String component) {
        return report(component).streams().values().stream()
                .mapToLong(StreamCounts::transferred)
                .sum();
    }

    List<String> errorMessages() {
        return errors.reports().stream().map(ErrorReport::message).toList();
    }

    /** The link from a worker to an executor, as {@code worker->component-firstTask}. */
    DirectLink link(String name) {
        return Objects.requireNonNull(links.get(name), () -> "no " + name + " among " + links.keySet());
    }
}
