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
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.executor.ExecutorEnvironment;
import dev.vendaval.worker.executor.ExecutorSet;
import dev.vendaval.worker.fencing.Deaths;
import dev.vendaval.worker.link.LinkEnvironment;
import dev.vendaval.worker.link.LinkSettings;
import dev.vendaval.worker.link.Links;
import dev.vendaval.worker.metrics.ErrorLog;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.TopologyPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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

    private final WorkerOptions options;
    private final TopologyPlan plan;
    private final ExecutorService sharedExecutor;
    private final WorkerInfo info;
    private final ErrorLog errors;
    private final Links links;
    private final Deaths deaths = new Deaths();
    private final UserHooks hooks;
    private final ExecutorSet executors;
    private final Set<Integer> localExecutors;
    private final Duration cleanupTimeout;
    private boolean executorsStarted;

    RunningTopology(
            WorkerOptions options,
            WorkerOrder.Define define,
            ClassLoader loader,
            Assignment assignment,
            TopologyStatus status,
            Consumer<HostEvent> events) {
        this.options = options;
        this.plan = TopologyPlan.of(define.definition(), assignment);
        TopologySettings settings = TopologySettings.of(define.definition().config());
        this.cleanupTimeout = settings.cleanupTimeout();
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
                new FailedRoots(plan, this::acker));
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
                () -> events.accept(new HostEvent.ExecutorsChanged()));
        this.executors = ExecutorSet.create(environment, status);
        this.localExecutors =
                plan.executorsOf(worker).stream().map(ExecutorPlan::address).collect(Collectors.toSet());
    }

    private @Nullable Inbound inbound(int address) {
        return localExecutors.contains(address) ? executors.inbound(address) : null;
    }

    /** Links thread. */
    private void deathLearnt() {
        executors.wake();
    }

    /** The way of control to an executor that runs ackers, wherever it is. */
    private Consumer<ControlSection> acker(ExecutorPlan executor) {
        return localExecutors.contains(executor.address())
                ? executors.inbound(executor.address())::control
                : remote(executor)::send;
    }

    private RemoteExecutor remote(ExecutorPlan executor) {
        WorkerSlot slot = plan.workers().get(executor.worker());
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

    /** Whoever had one of these slots under an earlier lease is dead. */
    void leased(List<WorkerSlot> slots) {
        slots.forEach(slot -> links.leased(slot.index(), slot.lease()));
    }

    /**
     * Fails what is pending, cleans up, ends all threads. Blocks for at most the topology's clean-up
     * time-out and a little.
     *
     * @param killed the topology is: what it leaves is nobody's, so the end of this worker is no death
     */
    void stop(boolean killed) throws InterruptedException {
        List<String> left = executors.stop(cleanupTimeout);
        if (!left.isEmpty()) {
            log.warn("{}: not cleaned up within {} ms: {}", options, cleanupTimeout.toMillis(), left);
        }
        hooks.shutdown(HOOKS_LIMIT);
        stopPool();
        if (killed) {
            links.leave();
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
