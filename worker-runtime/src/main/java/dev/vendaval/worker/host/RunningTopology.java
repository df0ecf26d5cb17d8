package dev.vendaval.worker.host;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.context.WorkerInfo;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.executor.Changeover;
import dev.vendaval.worker.executor.ExecutorEnvironment;
import dev.vendaval.worker.executor.ExecutorSet;
import dev.vendaval.worker.executor.PlanFollower;
import dev.vendaval.worker.fencing.Deaths;
import dev.vendaval.worker.link.ChangeNews;
import dev.vendaval.worker.link.LinkEnvironment;
import dev.vendaval.worker.link.LinkSettings;
import dev.vendaval.worker.link.Links;
import dev.vendaval.worker.link.LostTuples;
import dev.vendaval.worker.metrics.ErrorLog;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import dev.vendaval.worker.plan.TopologyPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker runs of a topology: executors, links, hooks, the shared pool. Built from the definition
 * and the first assignment, taken down once. Owned by the host's thread.
 *
 * <pre>
 * create -&gt; listen for links, call the others -&gt; hooks start -&gt; executors start ... stop: executors -&gt; hooks -&gt; pool -&gt; links
 * </pre>
 *
 * Links may deliver before the executors have started, but nobody is granted credit before they are prepared.
 */
final class RunningTopology {
    private static final Logger log = LoggerFactory.getLogger(RunningTopology.class);

    /** After the executors have ended, for the rest. */
    private static final Duration HOOKS_LIMIT = Duration.ofSeconds(1);

    private static final long POOL_LIMIT_MS = 500;
    private static final Duration LEAVE_LIMIT = Duration.ofMillis(500);

    private final WorkerOptions options;
    private final RecentPlans plans;
    private final TopologyPlan firstPlan;

    /** Of all workers that this one may have to do with; those of earlier plans stay. */
    private final Map<Integer, WorkerSlot> slots = new ConcurrentHashMap<>();

    private final ExecutorService sharedExecutor;
    private final WorkerInfo info;
    private final ErrorLog errors;
    private final Links links;
    private final Deaths deaths = new Deaths();
    private final UserHooks hooks;
    private final Changeover changeover;
    private final PlanFollower follower;
    private final ExecutorSet executors;
    private final Duration cleanupTimeout;
    private final boolean stopsIfIsolated;
    private boolean executorsStarted;

    /**
     * @param previous the assignment that is being left, if one is; if all this is new, the one in force
     * @param isNew whether the assignment is not in force yet: everything is to be prepared for it
     */
    RunningTopology(
            WorkerOptions options,
            WorkerOrder.Define define,
            ClassLoader loader,
            Assignment assignment,
            @Nullable Assignment previous,
            boolean isNew,
            TopologyStatus status,
            Consumer<HostEvent> events) {
        this.options = options;
        this.plans = new RecentPlans(define.definition());
        TopologyPlan plan = plans.of(assignment);
        this.firstPlan = plan;
        addSlots(assignment);
        if (previous != null) {
            addSlots(previous);
        }
        TopologySettings settings = TopologySettings.of(define.definition().config());
        this.cleanupTimeout = settings.cleanupTimeout();
        this.stopsIfIsolated = settings.stopsIfIsolated();
        int worker = options.incarnation().workerIndex();
        String threads = define.definition().name() + "/" + options.port() + "/";
        this.sharedExecutor = SharedExecutor.create(
                threads + "shared", loader, Runtime.getRuntime().availableProcessors());
        this.info =
                new WorkerInfo(plan, worker, options.host(), options.port(), options.codeDirectory(), sharedExecutor);
        this.errors = new ErrorLog(
                options.host(), options.port(), () -> options.clock().wall().millis());
        this.hooks = new UserHooks(define.definition(), loader, threads + "hooks");
        LinkSettings linkSettings = new LinkSettings(
                options.topologyId(),
                options.incarnation(),
                define.linkSecret(),
                WireSchema.hash(plan),
                settings.tupleMaxBytes(),
                plan.workers().size());
        Consumer<Throwable> endWorker = cause -> events.accept(new HostEvent.Fatal(cause));
        this.links = new Links(
                linkSettings,
                options.rpc(),
                new LinkEnvironment(
                        options.rpc()::connectLink,
                        options.clock().nanoTime(),
                        RunningTopology::secureRandom,
                        endWorker),
                threads + "links",
                this::inbound,
                deaths,
                this::deathLearnt,
                new FailedRoots(this::plan, this::acker),
                new Changes(events));
        this.changeover = new Changeover(links::met);
        ExecutorEnvironment environment = new ExecutorEnvironment(
                plan,
                worker,
                options.incarnation(),
                info,
                loader,
                options.clock().nanoTime(),
                RunningTopology::secureRandom,
                this::remote,
                errors,
                endWorker,
                deaths,
                options.taskHooks(),
                () -> events.accept(new HostEvent.ExecutorsChanged()),
                changeover);
        TopologyPlan left = previous == null ? null : plans.of(previous);
        PlanChange bornIn = left == null || isNew ? null : new PlanChange(left, plan, worker, true);
        LostTuples failing = new FailedRoots(this::plan, this::acker);
        this.executors = ExecutorSet.create(environment, status, bornIn, isNew, lost -> lost(failing, lost));
        this.follower = new PlanFollower(
                changeover,
                worker,
                isNew ? null : plan,
                bornIn != null,
                links::follow,
                links::unheardFrames,
                links::settled);
        if (isNew) {
            follower.prepare(plan, Objects.requireNonNull(left, "new with a change from nothing"));
        }
    }

    /** The plan in force; until there is one the first. */
    private TopologyPlan plan() {
        TopologyPlan present = follower.present();
        return present == null ? firstPlan : present;
    }

    boolean stopsIfIsolated() {
        return stopsIfIsolated;
    }

    /** Whether a worker on another host has said anything on a link in that time. */
    boolean hearsAnotherHost(long withinNanos) {
        WorkerSlot own = slots.get(options.incarnation().workerIndex());
        return slots.values().stream()
                .filter(slot -> own != null && !slot.supervisorId().equals(own.supervisorId()))
                .anyMatch(slot -> links.isHeard(slot.index(), withinNanos));
    }

    /** What other workers say of a change of the plan; network threads. */
    private final class Changes implements ChangeNews {
        private final Consumer<HostEvent> events;

        Changes(Consumer<HostEvent> events) {
            this.events = events;
        }

        @Override
        public void epoch(long version) {
            events.accept(new HostEvent.EpochHeard(version));
        }

        @Override
        public void takenOver(int task, long version, int receiver) {
            changeover.takenOver(task, version, receiver);
        }

        @Override
        public void handedOver(DataSection section) {
            changeover.handedOver(section);
        }
    }

    private void addSlots(Assignment assignment) {
        WorkerSlots.of(assignment)
                .byIndex()
                .forEach((index, slot) ->
                        slots.merge(index, slot, (known, added) -> known.lease() > added.lease() ? known : added));
    }

    /** Tuples came for an executor that is no longer here: their trees fail, and they are counted. */
    private void lost(LostTuples failing, DataSection section) {
        changeover.tally().countLost(section);
        failing.lost(section);
    }

    private Inbound inbound(int address) {
        return executors.entrance(address);
    }

    /** Links thread. */
    private void deathLearnt() {
        executors.wake();
    }

    /** The way of control to an executor that runs ackers, wherever it is. */
    private Consumer<ControlSection> acker(ExecutorPlan executor) {
        return executor.worker() == options.incarnation().workerIndex()
                ? executors.entrance(executor.address())::control
                : remote(executor)::send;
    }

    private RemoteExecutor remote(ExecutorPlan executor) {
        WorkerSlot slot = slots.get(executor.worker());
        if (slot == null) {
            throw new IllegalStateException("executor " + executor + " is placed on worker " + executor.worker()
                    + ", which the assignment does not have");
        }
        return links.remote(slot, executor.address());
    }

    /** 64 bits that nobody guesses: the fixed bits of a random UUID's halves do not overlap. */
    private static long secureRandom() {
        UUID random = UUID.randomUUID();
        return random.getMostSignificantBits() ^ random.getLeastSignificantBits();
    }

    /**
     * Opens the worker to others and starts the hooks; the executors follow by {@link #startExecutors}.
     *
     * @throws IOException if the slot's port cannot be listened on
     */
    void start(Consumer<@Nullable Throwable> hooksDone) throws IOException {
        links.start(new HostPort(options.host(), options.port()));
        slots.values().forEach(links::placed);
        links.open();
        hooks.start(info, hooksDone);
    }

    void startExecutors() {
        executorsStarted = true;
        executors.start();
    }

    boolean executorsStarted() {
        return executorsStarted;
    }

    ExecutorSet executors() {
        return executors;
    }

    /** Whether something is prepared, or a change is not done here. */
    boolean isChanging() {
        return changeover.staged() != null || changeover.isUnderWay();
    }

    /** Of what is prepared; 0 for nothing. */
    long stagedVersion() {
        TopologyPlan staged = changeover.staged();
        return staged == null ? 0 : staged.version();
    }

    /** Why what is prepared cannot be, as far as is known. */
    Optional<String> preparationProblem() {
        List<ExecutorPlan> failing = changeover.failing();
        return failing.isEmpty()
                ? Optional.empty()
                : Optional.of("components of executors " + failing + " cannot be prepared in worker "
                        + options.incarnation().workerIndex() + " at " + options.host() + ":" + options.port()
                        + "; see the topology's errors");
    }

    Changeover changeover() {
        return changeover;
    }

    PlanFollower follower() {
        return follower;
    }

    /**
     * Makes what an assignment needs here.
     *
     * @throws IllegalArgumentException if it does not fit the topology
     */
    void prepare(Assignment next, Assignment inForce) {
        TopologyPlan plan = plans.of(next);
        addSlots(inForce);
        placedOnlyBy(next, inForce); // a link may still be about a worker of that index that was rolled back
        follower.prepare(plan, plans.of(inForce));
    }

    /** An assignment is in force; false if it cannot be followed. */
    boolean adopt(Assignment assignment, @Nullable Assignment previous) {
        placed(assignment);
        if (previous != null) {
            placedOnlyBy(previous, assignment);
        }
        boolean isFollowed = follower.adopt(plans.of(assignment), previous == null ? null : plans.of(previous));
        showPlan();
        return isFollowed;
    }

    /** Another worker follows this change. */
    void heard(long version) {
        follower.hear(version);
        showPlan();
    }

    private void showPlan() {
        TopologyPlan present = follower.present();
        if (present != null) {
            info.follow(present);
        }
    }

    Links links() {
        return links;
    }

    ErrorLog errors() {
        return errors;
    }

    /** A life of a worker of this topology is over, and all before it. As often as one likes. */
    void died(Incarnation dead) {
        links.died(dead);
    }

    /** A life of a worker of this topology has ended, or will, with nothing left in it. */
    void left(Incarnation leaving) {
        links.left(leaving);
    }

    /** The workers are in these slots from now on; whoever had one under an earlier lease is dead. */
    private void placed(Assignment assignment) {
        addSlots(assignment);
        WorkerSlots.of(assignment).byIndex().values().forEach(links::placed);
    }

    /**
     * Of those that only the assignment being left has, or the next: one whose host has died has a lease that nobody will
     * use.
     */
    private void placedOnlyBy(Assignment other, Assignment inForce) {
        addSlots(other);
        Map<Integer, WorkerSlot> more = new HashMap<>(WorkerSlots.of(other).byIndex());
        more.keySet().removeAll(WorkerSlots.of(inForce).byIndex().keySet());
        more.values().forEach(links::placed);
    }

    /**
     * Fails what is pending, cleans up, ends all threads. Blocks for at most the topology's clean-up
     * time-out and a little.
     *
     * @param empty it has nothing, or the topology is killed and what it leaves is nobody's: its end is no death
     * @param fenced another life has its place: nothing more is executed, and nothing fails here
     */
    void stop(boolean empty, boolean fenced) throws InterruptedException {
        List<String> left = fenced ? executors.end(cleanupTimeout) : executors.stop(cleanupTimeout);
        if (!left.isEmpty()) {
            log.warn("{}: not cleaned up within {} ms: {}", options, cleanupTimeout.toMillis(), left);
        }
        hooks.shutdown(HOOKS_LIMIT);
        stopPool();
        if (empty) {
            links.leave();
            if (slots.size() > 1 && !links.awaitHeard(LEAVE_LIMIT)) {
                log.info("{}: not every other worker has said that it knows that this one leaves", options);
            }
        }
        links.close();
    }

    private void stopPool() throws InterruptedException {
        sharedExecutor.shutdownNow();
        if (!sharedExecutor.awaitTermination(POOL_LIMIT_MS, TimeUnit.MILLISECONDS)) {
            log.warn("{}: tasks of the shared executor have not ended and are left behind", options);
        }
    }
}
