package dev.vendaval.worker.executor;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.context.WorkerInfo;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.fencing.Deaths;
import dev.vendaval.worker.link.ChangeNews;
import dev.vendaval.worker.link.SimulatedLinks;
import dev.vendaval.worker.link.SimulatedNetwork;
import dev.vendaval.worker.outbound.SectionCut;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import dev.vendaval.worker.plan.TopologyPlan;
import dev.vendaval.worker.tracking.RootIds;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One life of a worker in {@link MovingSimulation}: real executors that come and go, real links. */
final class MovingWorker implements ChangeNews {
    private static final long THREAD_WAITS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long READING = 1_000;

    final Incarnation incarnation;
    final Deaths deaths = new Deaths();
    final SimulatedLinks links;
    final Changeover changeover = new Changeover(worker -> links().met(worker));
    final PlanFollower follower;
    final Roster roster;
    private final MovingSimulation simulation;
    private final SplittableRandom random;
    private final SimulatedThread linksThread;
    private final Deque<Runnable> hostThread = new ArrayDeque<>();
    private long lastReading;
    boolean alive = true;
    boolean ending;

    /**
     * @param plan in force; of a worker that is new with the next plan, that one
     * @param previous the plan that is being left, if one is
     * @param isNew whether nothing of the plan is in force here yet
     */
    MovingWorker(
            MovingSimulation simulation,
            SimulatedNetwork network,
            SplittableRandom random,
            TopologyPlan plan,
            @Nullable TopologyPlan previous,
            boolean isNew,
            Incarnation incarnation) {
        this.simulation = simulation;
        this.random = random;
        this.incarnation = incarnation;
        this.linksThread = new SimulatedThread(simulation.time, random, () -> alive);
        int worker = incarnation.workerIndex();
        this.links = new SimulatedLinks(
                network,
                incarnation,
                MovingSimulation.port(worker),
                this::clock,
                this::onLinksThread,
                address -> roster().entrance(address),
                deaths,
                () -> {},
                this::lost,
                cause -> simulation.fenced(this),
                this);
        ExecutorEnvironment environment = new ExecutorEnvironment(
                plan,
                worker,
                incarnation,
                new WorkerInfo(
                        plan,
                        worker,
                        "127.0.0.1",
                        MovingSimulation.port(worker),
                        Path.of("."),
                        ForkJoinPool.commonPool()),
                Objects.requireNonNull(MovingWorker.class.getClassLoader()),
                this::clock,
                random::nextLong,
                receiver -> links.remote(
                        new WorkerSlot(
                                receiver.worker(),
                                "supervisor",
                                "127.0.0.1",
                                MovingSimulation.port(receiver.worker()),
                                1),
                        receiver.address()),
                simulation.errors,
                cause -> simulation.broken("an executor's error ended worker " + incarnation, cause),
                deaths,
                List::of,
                () -> {},
                changeover);
        PlanChange bornIn = previous == null ? null : new PlanChange(previous, plan, worker, true);
        this.roster = new Roster(environment, TopologyStatus.ACTIVE, bornIn, isNew, started -> {}, this::lost);
        this.follower = new PlanFollower(
                changeover,
                worker,
                isNew ? null : plan,
                bornIn != null,
                version -> onLinksThread(() -> links.follow(version)),
                links::unheardFrames,
                needed -> onLinksThread(() -> links.settled(needed)));
        onLinksThread(links::open);
        simulation.time.after(random.nextLong(TICK), this::tick);
        simulation.time.after(1, this::step);
    }

    private SimulatedLinks links() {
        return links;
    }

    private Roster roster() {
        return roster;
    }

    /** Nobody takes these tuples: their trees fail. */
    private void lost(DataSection section) {
        simulation.lost(section);
        if (!section.isTuples()) {
            return;
        }
        TopologyPlan plan = roster.environment().plan();
        SectionCut.forEachRoot(section, root -> {
            ExecutorPlan acker = plan.executorOfTask(plan.spoutTaskOf(RootIds.acker(root)));
            long[] data = {root};
            ControlSection fail = new ControlSection(ControlSection.Kind.FAIL, acker.address(), data, 1, 0);
            if (acker.worker() == incarnation.workerIndex()) {
                roster.entrance(acker.address()).control(fail);
            } else {
                roster.environment().remotes().apply(acker).send(fail);
            }
        });
    }

    /** Goes on a little with each reading, so that rounds end. */
    private long clock() {
        lastReading = Math.max(lastReading + READING, simulation.time.now());
        return lastReading;
    }

    void onLinksThread(Runnable task) {
        linksThread.execute(task);
    }

    /** An order, or news from another worker. */
    void onHostThread(Runnable task) {
        hostThread.add(task);
        simulation.time.after(random.nextLong(THREAD_WAITS), () -> {
            Runnable next = hostThread.poll();
            if (next != null && alive) {
                next.run();
            }
        });
    }

    @Override
    public void epoch(long version) {
        onHostThread(() -> follower.hear(version));
    }

    @Override
    public void takenOver(int task, long version, int receiver) {
        changeover.takenOver(task, version, receiver);
    }

    @Override
    public void handedOver(DataSection section) {
        changeover.handedOver(section);
    }

    private void tick() {
        if (alive) {
            links.tick(clock());
            changeover.tick(clock());
            onHostThread(follower::goOn);
            simulation.time.after(TICK, this::tick);
        }
    }

    private void step() {
        if (!alive) {
            return;
        }
        List<Executor> order = new ArrayList<>(roster.executors());
        if (!order.isEmpty()) {
            Collections.swap(order, 0, random.nextInt(order.size()));
        }
        for (Executor executor : order) {
            if (random.nextInt(4) > 0 && !executor.orders().hasEnded()) {
                simulation.steps(this, executor);
                executor.step();
            }
        }
        simulation.time.after(1 + random.nextLong(simulation.stepEvery()), this::step);
    }

    List<ExecutorSnapshot> snapshots() {
        List<ExecutorSnapshot> snapshots = new ArrayList<>();
        for (Executor executor : roster.executors()) {
            var asked = executor.orders().askSnapshot();
            simulation.steps(this, executor);
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
