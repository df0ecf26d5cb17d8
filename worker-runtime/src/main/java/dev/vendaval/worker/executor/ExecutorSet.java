package dev.vendaval.worker.executor;

import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.ExecutorReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import dev.vendaval.worker.plan.TopologyPlan;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executors of one worker with their loops: the way in for the worker's host and its links.
 *
 * <pre>
 * create(environment, status) -&gt; start() -&gt; applyStatus, snapshots, inbound ... -&gt; stop(deadline)
 * </pre>
 *
 * {@code start} and {@code stop} are for one thread, the rest for any.
 */
public final class ExecutorSet {
    private static final Logger log = LoggerFactory.getLogger(ExecutorSet.class);
    private static final Duration INTERRUPT_GRACE = Duration.ofMillis(200);

    private final Roster roster;
    private final Loops loops;
    private final LongSupplier nanoTime;
    private final String topology;
    private boolean started;

    private ExecutorSet(
            ExecutorEnvironment environment,
            TopologyStatus status,
            Sharing sharing,
            @Nullable PlanChange bornIn,
            boolean isNew,
            Consumer<DataSection> lost) {
        this.nanoTime = environment.nanoTime();
        this.topology = environment.plan().definition().name();
        this.roster = new Roster(environment, status, bornIn, isNew, this::begin, lost);
        this.loops = new Loops(environment, roster.executors(), sharing);
    }

    /** Arrives with a change of the plan. */
    private void begin(Executor executor) {
        loops.add(executor);
    }

    /**
     * Builds the executors that the plan gives to this worker; nothing runs yet, but links may deliver already.
     *
     * @param status of the topology at present
     */
    public static ExecutorSet create(ExecutorEnvironment environment, TopologyStatus status) {
        return create(environment, status, Sharing.ofThisMachine());
    }

    static ExecutorSet create(ExecutorEnvironment environment, TopologyStatus status, Sharing sharing) {
        return new ExecutorSet(environment, status, sharing, null, false, lost -> {});
    }

    /**
     * The same in a worker whose plan may change.
     *
     * @param bornIn the change that is under way, if one is
     * @param isNew nothing of the plan is in force here yet: its executors are to be staged
     * @param lost takes tuples for executors that are no longer here; any thread
     */
    public static ExecutorSet create(
            ExecutorEnvironment environment,
            TopologyStatus status,
            @Nullable PlanChange bornIn,
            boolean isNew,
            Consumer<DataSection> lost) {
        return new ExecutorSet(environment, status, Sharing.ofThisMachine(), bornIn, isNew, lost);
    }

    /** The threads of the executors. */
    Loops loops() {
        return loops;
    }

    /** Starts the loops: components are opened and prepared, then work begins. */
    public void start() {
        if (started) {
            throw new IllegalStateException("started before");
        }
        started = true;
        loops.start();
    }

    /** The way in for links to an executor, named by its address; IllegalArgumentException if it is not here. */
    public Inbound inbound(int address) {
        return roster.executors().stream()
                .filter(executor -> executor.plan().address() == address)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no executor " + address + " in this worker; there are " + roster.executors()))
                .inbox();
    }

    /** The same for one that may come later, or has been here. */
    public Inbound entrance(int address) {
        return roster.entrance(address);
    }

    /** Has every executor make a step soon, since there is something to learn. */
    public void wake() {
        roster.executors().forEach(executor -> {
            VarHandle.fullFence();
            executor.wakeup().wake();
        });
    }

    /** Has the executors follow the topology's status. */
    public void applyStatus(TopologyStatus status) {
        roster.status(status);
    }

    /** Whether every executor's components are open or prepared. */
    public boolean allRunning() {
        return roster.executors().stream().allMatch(executor -> executor.state() == ExecutorState.RUNNING);
    }

    /** The states of the executors now. */
    public Map<ExecutorPlan, ExecutorState> states() {
        Map<ExecutorPlan, ExecutorState> states = new LinkedHashMap<>();
        roster.executors().forEach(executor -> states.put(executor.plan(), executor.state()));
        return states;
    }

    /**
     * Has every executor make a snapshot at a round edge after this call, in the order of their tasks. One whose
     * component does not return does not answer: put a time-out on each.
     *
     * @param withInsight what they do and wait for, too
     */
    public List<CompletableFuture<ExecutorSnapshot>> snapshots(boolean withInsight) {
        return roster.executors().stream()
                .map(executor -> executor.orders().askSnapshot(withInsight))
                .toList();
    }

    /** The same without insight. */
    public List<CompletableFuture<ExecutorSnapshot>> snapshots() {
        return snapshots(false);
    }

    /** Calls of users' code that have not returned for at least so long. */
    public List<BusyCall> busyCalls(Duration least) {
        return loops.sitting(least.toNanos()).stream().map(SittingCall::report).toList();
    }

    /**
     * Ends everything: pending trees fail and their spouts hear of it, then components are cleaned up and closed. Those
     * that have not returned by then are interrupted and left behind. Waits for it.
     *
     * @return the executors left behind; empty when all went well
     */
    public List<String> stop(Duration deadline) throws InterruptedException {
        long end = nanoTime.getAsLong() + deadline.toNanos();
        List<Executor> executors = roster.executors();
        executors.forEach(executor -> executor.orders().askStop(Orders.Stop.FAIL_PENDING));
        if (started) {
            awaitFailed(executors, nanoTime.getAsLong() + deadline.toNanos() / 2);
        }
        return end(executors, end);
    }

    /** Ends everything at once: nothing more is executed, no tree fails, components are cleaned up and closed. */
    public List<String> end(Duration deadline) throws InterruptedException {
        return end(roster.executors(), nanoTime.getAsLong() + deadline.toNanos());
    }

    private List<String> end(List<Executor> executors, long end) throws InterruptedException {
        executors.forEach(executor -> executor.orders().askStop(Orders.Stop.END));
        return started ? awaitEnded(executors, end) : List.of();
    }

    private void awaitFailed(List<Executor> executors, long end) throws InterruptedException {
        for (Executor executor : executors) {
            // A bolt has nothing to fail; one that blocks shall not use up the time.
            if (executor instanceof SpoutExecutor
                    && !executor.orders().awaitPendingFailed(Duration.ofNanos(end - nanoTime.getAsLong()))) {
                log.warn("executor {} is in its component's code: its pending trees get no fail", executor.plan());
            }
        }
    }

    private List<String> awaitEnded(List<Executor> executors, long end) throws InterruptedException {
        loops.close();
        if (!allEndedBy(executors, end)) {
            loops.interruptSteps();
        }
        long graceEnd = nanoTime.getAsLong() + INTERRUPT_GRACE.toNanos();
        List<String> left = new ArrayList<>();
        if (!allEndedBy(executors, graceEnd)) {
            executors.forEach(executor -> {
                if (!executor.orders().hasEnded()) {
                    left.add(topology + "/" + executor.plan());
                    log.warn(
                            "executor {} did not return from its component in time and is left behind",
                            executor.plan());
                }
            });
        }
        loops.stopWatching();
        if (left.isEmpty()) {
            loops.join(INTERRUPT_GRACE);
        }
        return left;
    }

    private boolean allEndedBy(List<Executor> executors, long end) throws InterruptedException {
        for (Executor executor : executors) {
            if (!executor.orders().awaitEnded(Duration.ofNanos(end - nanoTime.getAsLong()))) {
                return false;
            }
        }
        return true;
    }

    /** Which executors are here, whatever plan they are of. */
    public List<ExecutorPlan> plans() {
        return roster.executors().stream().map(Executor::plan).toList();
    }

    /** The states as they are reported, without counters, of the executors that a plan gives to this worker. */
    public Map<ExecutorPlan, ExecutorReport> stateReports(TopologyPlan plan) {
        Map<ExecutorPlan, ExecutorReport> reports = new LinkedHashMap<>();
        roster.executors().stream()
                .filter(executor -> plan.has(executor.plan()))
                .forEach(executor -> reports.put(
                        executor.plan(), new ExecutorReport(executor.plan().identity(), executor.state(), 0)));
        return reports;
    }
}
