package dev.vendaval.worker.executor;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.context.WorkerInfo;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.fencing.Deaths;
import dev.vendaval.worker.link.SimulatedLinks;
import dev.vendaval.worker.link.SimulatedNetwork;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.TopologyPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One life of a worker in the simulation: its real executors, stepped by the simulation, and its real links. */
final class SimulatedWorker {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long READING = 1_000;

    final Incarnation incarnation;
    final Deaths deaths = new Deaths();
    final SimulatedLinks links;
    private final Simulation simulation;
    private final SplittableRandom random;
    private final Map<Integer, Executor> executors = new LinkedHashMap<>();
    private final SimulatedThread linksThread;
    private long clockAhead;
    private long lastReading;
    boolean alive = true;

    SimulatedWorker(
            Simulation simulation,
            SimulatedNetwork network,
            SplittableRandom random,
            TopologyPlan plan,
            Incarnation incarnation) {
        this.simulation = simulation;
        this.random = random;
        this.incarnation = incarnation;
        this.linksThread = new SimulatedThread(simulation.time, random, () -> alive);
        int worker = incarnation.workerIndex();
        this.links = new SimulatedLinks(
                network,
                incarnation,
                Simulation.port(worker),
                this::clock,
                this::onLinksThread,
                this::inbound,
                deaths,
                this::wake,
                simulation::lost,
                cause -> simulation.fenced(this));
        ExecutorEnvironment environment = new ExecutorEnvironment(
                plan,
                worker,
                incarnation,
                new WorkerInfo(
                        plan, worker, "127.0.0.1", Simulation.port(worker), Path.of("."), ForkJoinPool.commonPool()),
                Objects.requireNonNull(SimulatedWorker.class.getClassLoader()),
                this::clock,
                random::nextLong,
                receiver ->
                        links.remote(Objects.requireNonNull(plan.workers().get(receiver.worker())), receiver.address()),
                simulation.errors,
                cause -> simulation.broken("an executor's error ended worker " + incarnation, cause),
                deaths,
                List::of,
                () -> {},
                new Changeover());
        Map<ExecutorPlan, Executor> built = new ExecutorBuilder(environment).build(TopologyStatus.ACTIVE);
        built.forEach((executor, made) -> executors.put(executor.address(), made));
        onLinksThread(links::open);
        simulation.time.after(random.nextLong(TICK), this::tick);
        simulation.time.after(1, this::step);
    }

    private @Nullable Inbound inbound(int firstTask) {
        Executor executor = executors.get(firstTask);
        return executor == null ? null : executor.inbox();
    }

    /** Goes on a little with each reading, so that rounds end. */
    private long clock() {
        lastReading = Math.max(lastReading + READING, simulation.time.now() + clockAhead);
        return lastReading;
    }

    /** The clock jumps, as after a pause of the process. */
    void jump(long nanos) {
        clockAhead += nanos;
    }

    void onLinksThread(Runnable task) {
        linksThread.execute(task);
    }

    private void wake() {}

    private void tick() {
        if (alive) {
            links.tick(clock());
            simulation.time.after(TICK, this::tick);
        }
    }

    private void step() {
        if (!alive) {
            return;
        }
        List<Executor> order = new ArrayList<>(executors.values());
        Collections.swap(order, 0, random.nextInt(order.size()));
        simulation.current = this;
        for (Executor executor : order) {
            if (random.nextInt(4) > 0) {
                executor.step();
            }
        }
        simulation.time.after(1 + random.nextLong(simulation.stepEvery()), this::step);
    }

    List<ExecutorSnapshot> snapshots() {
        List<ExecutorSnapshot> snapshots = new ArrayList<>();
        simulation.current = this;
        for (Executor executor : executors.values()) {
            var asked = executor.orders().askSnapshot();
            executor.step();
            snapshots.add(asked.join());
        }
        return snapshots;
    }

    @Override
    public String toString() {
        return "worker " + incarnation;
    }
}
