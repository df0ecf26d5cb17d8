package dev.vendaval.client;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.config.Durations;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.TopologyExplanation;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.LogLine;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.ServiceException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as its users see it. Thread-safe; calls block their caller, up to the time they are given. Whatever is
 * refused or fails is a {@link ServiceException} with the code that the command line shows.
 *
 * <p>A call whose connection is lost is repeated at the Nimbus that leads then, within its time; all of them are made for
 * that, a submit by its id.
 */
public final class VendavalClient implements AutoCloseable {
    private final NimbusService nimbus;
    private final SupervisorConnector supervisors;
    private final Caller caller;
    private final Supplier<String> submitIds;
    private final Runnable onClose;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Over services that exist already.
     *
     * @param submitIds makes an id that no other submit has
     * @param onClose releases what the services hold
     */
    public VendavalClient(
            NimbusService nimbus,
            SupervisorConnector supervisors,
            Caller caller,
            Supplier<String> submitIds,
            Runnable onClose) {
        this.nimbus = nimbus;
        this.supervisors = supervisors;
        this.caller = caller;
        this.submitIds = submitIds;
        this.onClose = onClose;
    }

    /**
     * Submits a topology: uploads the jar unless the cluster has it, then waits for the workers if asked to.
     *
     * @throws ServiceException if it was refused; once accepted, the result says what is amiss
     */
    public Submission submit(SubmitOrder order, SubmitOptions options, ProgressListener listener) {
        String topologyId = new SubmitCall(nimbus, caller, submitIds.get(), closed).submit(order, options, listener);
        listener.accepted(order.name());
        if (!options.awaitWorkers()) {
            return new Submission(order.name(), topologyId, Submission.State.ACCEPTED, null, null);
        }
        return new StartAwaiter(nimbus, caller, order.name(), topologyId, listener)
                .await(new Deadline(options.timeout(), closed));
    }

    public void activate(String name) {
        change(() -> nimbus.activate(caller, name), "vendaval list");
    }

    public void deactivate(String name) {
        change(() -> nimbus.deactivate(caller, name), "vendaval list");
    }

    /**
     * Starts a kill and returns.
     *
     * @param wait how long it may drain, or null for the topology's message time-out
     * @return what {@link #awaitGone} needs
     */
    public Killed kill(String name, @Nullable Duration wait) {
        TopologyInfo info = nimbus.info(caller, name);
        try {
            change(() -> nimbus.kill(caller, name, wait), "vendaval list");
        } catch (ServiceException e) {
            // It was there a moment ago: an earlier attempt, whose answer was lost with a leader, has done it.
            if (e.code() != SubmitException.Code.NOT_FOUND) {
                throw e;
            }
        }
        return new Killed(name, info.id(), wait == null ? messageTimeout(info) : wait);
    }

    /**
     * Returns when all these names are free.
     *
     * @throws ServiceException with code TIMEOUT if they are not in time; the kill goes on all the same
     */
    public void awaitGone(List<Killed> killed, Duration timeout, ProgressListener listener) {
        Map<String, String> nameById = new LinkedHashMap<>();
        killed.forEach(topology -> {
            nameById.put(topology.topologyId(), topology.name());
            listener.ending(topology.name());
        });
        new KillAwaiter(nimbus, caller, nameById, listener).await(new Deadline(timeout, closed));
    }

    private static Duration messageTimeout(TopologyInfo info) {
        Object timeout = info.config().get("topology.message.timeout");
        return timeout instanceof String text ? Durations.parse(text) : Duration.ofSeconds(30);
    }

    /**
     * Plans another assignment and, if that is meant and something changes, begins to change to it and returns.
     *
     * @return the plan; RUNNING if it has begun, for {@link #awaitRebalanced}
     * @throws ServiceException if it cannot be, with the possible range as its hint; nothing is changed then
     */
    public RebalanceReport rebalance(RebalanceOrder order) {
        RebalanceRequest request = new RebalanceRequest(
                submitIds.get(),
                order.name(),
                order.workers(),
                order.executors(),
                order.config(),
                order.pause(),
                order.dryRun());
        Supplier<RebalanceReport> call = () -> nimbus.rebalance(caller, request);
        return order.dryRun() ? call.get() : answerTo(call, "vendaval info " + order.name());
    }

    /** As {@link #answerTo}, of a call without a result. */
    private static void change(Runnable call, String look) {
        answerTo(
                () -> {
                    call.run();
                    return true;
                },
                look);
    }

    /** A call that changes something. Without an answer in time nobody knows here whether it has. */
    private static <T> T answerTo(Supplier<T> call, String look) {
        try {
            return call.get();
        } catch (ServiceException e) {
            if (e.code() != SubmitException.Code.TIMEOUT || e.hint() != null) {
                throw e;
            }
            throw new ServiceException(
                    e.code(),
                    String.valueOf(e.getMessage()),
                    "it may be done all the same: see " + look + "; or wait longer with --timeout SECONDS",
                    e);
        }
    }

    /** How a rebalance that has begun stands now. */
    public RebalanceReport rebalanceProgress(RebalanceReport begun) {
        return nimbus.rebalanceProgress(caller, begun.topology(), begun.toVersion());
    }

    /**
     * Returns when a rebalance is over: DONE or ROLLED_BACK, and at once if it has not begun.
     *
     * @throws ServiceException with code TIMEOUT if it is not in time; it goes on all the same
     */
    public RebalanceReport awaitRebalanced(RebalanceReport begun, Duration timeout, ProgressListener listener) {
        return new RebalanceAwaiter(nimbus, caller, listener).await(begun, new Deadline(timeout, closed));
    }

    /**
     * Begins to move everything off a host, or off the supervisor with that id, and returns.
     *
     * @throws ServiceException with code NOT_FOUND and the hosts there are as its hint
     */
    public DrainReport drain(String host) {
        return answerTo(() -> nimbus.drain(caller, host), "vendaval cluster");
    }

    /** Lets a host, or the supervisor with that id, be used again; nothing moves there by itself. */
    public DrainReport undrain(String host) {
        return answerTo(() -> nimbus.undrain(caller, host), "vendaval cluster");
    }

    /**
     * Returns when a drained host has no worker any more.
     *
     * @throws ServiceException with code TIMEOUT if it has in the end; draining goes on all the same
     */
    public DrainReport awaitDrained(DrainReport begun, Duration timeout, ProgressListener listener) {
        return new DrainAwaiter(nimbus, caller, listener).await(begun, new Deadline(timeout, closed));
    }

    public List<TopologySummary> list() {
        return nimbus.list(caller);
    }

    public ClusterSummary cluster() {
        return nimbus.cluster(caller);
    }

    public TopologyInfo info(String name) {
        return nimbus.info(caller, name);
    }

    /** Why a topology does not emit; waits for its workers' answers, some seconds at most. */
    public TopologyExplanation explain(String name) {
        return nimbus.explain(caller, name);
    }

    /**
     * Lines of a topology's worker logs, from all its supervisors. Returns when there are no more, or with {@code follow}
     * when this client is closed or the topology is gone.
     *
     * @param sink called by one thread at a time
     */
    public void logs(LogQuery query, Consumer<LogLine> sink) {
        new LogReader(nimbus, supervisors, caller, closed).read(query, sink);
    }

    @Override
    public void close() {
        if (closed.getCount() > 0) {
            closed.countDown();
            onClose.run();
        }
    }

    /**
     * A topology being killed.
     *
     * @param drainLimit how long it may drain before it is cleaned up
     */
    public record Killed(String name, String topologyId, Duration drainLimit) {}
}
