package dev.vendaval.local;

import dev.vendaval.client.ProgressListener;
import dev.vendaval.client.RebalanceOrder;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.service.ServiceException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A topology on a {@link LocalCluster}. Thread-safe; calls block their caller. */
public final class LocalTopology implements AutoCloseable {
    private static final Duration GONE_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration REBALANCE_TIMEOUT = Duration.ofSeconds(60);

    private final String name;
    private final String id;
    private final VendavalClient client;
    private final EmissionLog log;
    private final Runnable onGone;
    private final long upNanos = System.nanoTime();
    private final AtomicBoolean killed = new AtomicBoolean();

    LocalTopology(String name, String id, VendavalClient client, EmissionLog log, Runnable onGone) {
        this.name = name;
        this.id = id;
        this.client = client;
        this.log = log;
        this.onGone = onGone;
    }

    public String name() {
        return name;
    }

    public String id() {
        return id;
    }

    /** What {@code vendaval info} shows: state, counts, errors; at most 2 s old. */
    public TopologyInfo info() {
        return client.info(name);
    }

    /** How long ago its submit returned, every component being open or prepared. */
    public Duration sinceUp() {
        return Duration.ofNanos(System.nanoTime() - upNanos);
    }

    /** Lets spouts emit again. */
    public void activate() {
        client.activate(name);
    }

    /** Stops spouts from emitting; what is under way goes on. */
    public void deactivate() {
        client.deactivate(name);
    }

    /**
     * Changes the number of workers or of executors while tuples flow; returns when the switch is over.
     *
     * @param workers how many, null for no wish
     * @param executors by component; one that is not named keeps its executors
     * @return what moved and how long tasks paused
     * @throws ServiceException if it cannot be, with the possible range as its hint; nothing is changed then
     */
    public RebalanceReport rebalance(@Nullable Integer workers, Map<String, Integer> executors) {
        return rebalance(workers, executors, null);
    }

    /**
     * The same with a pause: before the switch spouts are not asked for tuples until nothing is pending any more, but
     * no longer than {@code pause}; null for no pause.
     */
    public RebalanceReport rebalance(
            @Nullable Integer workers, Map<String, Integer> executors, @Nullable Duration pause) {
        return rebalance(new RebalanceOrder(name, workers, executors, Map.of(), pause, false));
    }

    /**
     * Changes configuration keys, and nothing else: live ones at once, the topology's own by re-creating the components
     * that may have read them. Returns when that is over.
     */
    public RebalanceReport reconfigure(Map<String, Object> config) {
        return rebalance(new RebalanceOrder(name, null, Map.of(), config, null, false));
    }

    private RebalanceReport rebalance(RebalanceOrder order) {
        RebalanceReport begun = client.rebalance(order);
        Duration pause = order.pause();
        Duration longest = REBALANCE_TIMEOUT.plus(pause == null ? Duration.ZERO : pause);
        return client.awaitRebalanced(begun, longest, ProgressListener.SILENT);
    }

    /**
     * The values of every tuple that the component has emitted on the stream since the submit, in emit order for each
     * task. Immutable. A tuple emitted again after a failure is there again.
     *
     * @throws IllegalStateException if there were more than are recorded
     */
    public List<List<Object>> collect(String component, String stream) {
        return log.tuples(component, stream);
    }

    /**
     * Waits until spouts have got {@code ack} for this many tuples in all since the submit.
     *
     * @throws AssertionError saying how far it got, if it is not in time
     */
    public void awaitAcked(long count, Duration timeout) {
        try {
            if (!log.awaitAcked(count, timeout)) {
                throw new AssertionError(name + ": " + log.counts().acked() + " of " + count + " trees acked within "
                        + timeout + "; " + situation());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for acks of " + name, e);
        }
    }

    /**
     * Waits until nothing is under way: no tree pending, all queues empty, nothing emitted any more, for longer than the
     * interval of reports.
     *
     * @throws AssertionError saying what is still under way, if it is not idle in time
     */
    public void awaitIdle(Duration timeout) {
        if (!new IdleWatch(this::info, log).await(timeout)) {
            throw new AssertionError(name + " is not idle after " + timeout + "; " + situation());
        }
    }

    private String situation() {
        EmissionLog.Counts counts = log.counts();
        TopologyInfo info = info();
        String errors = info.errors().stream()
                .map(error -> error.component() + ": " + error.message())
                .distinct()
                .collect(Collectors.joining("; "));
        String inFlight = info.workers().stream()
                .map(worker -> worker.inFlight().toString())
                .collect(Collectors.joining(", "));
        return counts.emitted() + " tuples emitted, " + counts.acked() + " trees acked, " + counts.failed()
                + " failed; " + info.status() + "; in flight " + inFlight
                + (errors.isEmpty() ? "; no errors" : "; errors: " + errors);
    }

    /** Kills it after draining for at most this long; returns when everything is cleaned up and the name is free. */
    public void kill(Duration drain) {
        if (killed.compareAndSet(false, true)) {
            VendavalClient.Killed dying = client.kill(name, drain);
            client.awaitGone(List.of(dying), GONE_TIMEOUT.plus(drain), ProgressListener.SILENT);
            onGone.run();
        }
    }

    /** Kills it without draining; returns when everything is cleaned up. May be called twice. */
    @Override
    public void close() {
        kill(Duration.ZERO);
    }
}
