package dev.vendaval.worker.host;

import dev.vendaval.protocol.report.ExecutorReport;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.SwitchReport;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.report.WorkerInsight;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.executor.ExecutorSnapshot;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the worker's reports: asks every executor for a snapshot, waits for them within a limit, adds
 * what the worker itself knows. Owned by the host's thread and never blocks it.
 *
 * <p>A report answers a request (carries its id) only if every executor made its snapshot after the
 * request. An executor that does not answer is reported as it was last.
 */
final class Reporter {
    private static final long COLLECT_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A request that comes while so many are being answered gets no answer; whoever asked asks again. */
    private static final int MAX_COLLECTIONS = 16;

    private final WorkerOptions options;
    private final Consumer<HostEvent> events;
    private final ProcessMemory memory = new ProcessMemory();
    private final long startedAtMs;
    private final List<Collection> collections = new ArrayList<>();
    private final Insights insights = new Insights();

    /** By executor; those of executors that are no longer here go. */
    private final Map<ExecutorPlan, ExecutorSnapshot> last = new LinkedHashMap<>();

    /** By task, also of tasks that have moved: what they did here is not done anywhere else. */
    private final Map<Integer, TaskReport> tasks = new TreeMap<>();

    private long answered;

    Reporter(WorkerOptions options, Consumer<HostEvent> events) {
        this.options = options;
        this.events = events;
        this.startedAtMs = options.clock().wall().millis();
    }

    /** Begins a report; it is made when the snapshots are there. */
    void collect(RunningTopology running, long reportId, long now) {
        if (collections.size() >= MAX_COLLECTIONS) {
            return;
        }
        List<CompletableFuture<ExecutorSnapshot>> snapshots =
                running.executorsStarted() ? running.executors().snapshots(reportId > 0) : List.of();
        List<CompletableFuture<ExecutorSnapshot>> awaited = insights.worthWaitingFor(running, snapshots);
        Collection collection = new Collection(reportId, snapshots, awaited, now + COLLECT_LIMIT_NANOS);
        collections.add(collection);
        CompletableFuture.allOf(awaited.toArray(new CompletableFuture<?>[0]))
                .thenRun(() -> events.accept(new HostEvent.Collected(collection)));
    }

    /** Nothing runs yet, so there is nothing to ask. */
    void answerWithNothing(long reportId) {
        answered = Math.max(answered, reportId);
        insights.nothing(reportId);
    }

    /** Whether a report can be made: its snapshots are all there, or their time is over. */
    boolean isDue(long now) {
        return collections.stream().anyMatch(collection -> collection.isOver(now));
    }

    /** The report from all collections that are over. */
    WorkerReport report(
            @Nullable RunningTopology running,
            WorkerState state,
            long assignmentVersion,
            SwitchReport switching,
            long now) {
        for (Collection collection : List.copyOf(collections)) {
            if (collection.isOver(now)) {
                collections.remove(collection);
                take(collection);
                insights.take(collection, now);
            }
        }
        if (running == null) {
            return report(state, assignmentVersion, "", InFlight.NONE, List.of(), List.of(), switching, null)
                    .with(insights.none());
        }
        last.keySet().retainAll(running.executors().plans());
        running.changeover().tally().reportsOfLeft().forEach(left -> tasks.put(left.task(), left));
        TopologyPlan plan = running.follower().present();
        List<ExecutorReport> executors = new ArrayList<>();
        if (plan != null) {
            running.executors().stateReports(plan).forEach((executor, present) -> {
                ExecutorSnapshot snapshot = last.get(executor);
                executors.add(snapshot == null ? present : snapshot.report());
            });
        }
        return report(
                        state,
                        assignmentVersion,
                        statusApplied(running),
                        inFlight(running),
                        executors,
                        List.copyOf(tasks.values()),
                        switching,
                        running)
                .with(insights.make(running, now));
    }

    private void take(Collection collection) {
        List<CompletableFuture<ExecutorSnapshot>> snapshots = collection.snapshots();
        for (CompletableFuture<ExecutorSnapshot> snapshot : snapshots) {
            if (snapshot.isDone() && !snapshot.isCompletedExceptionally()) {
                ExecutorSnapshot made = snapshot.join();
                last.put(made.executor(), made);
                made.tasks().forEach(task -> tasks.put(task.task(), task));
            }
        }
        if (collection.isComplete()) {
            answered = Math.max(answered, collection.reportId());
        }
    }

    /** The status that all executors have applied, or none while they differ. */
    private String statusApplied(RunningTopology running) {
        TopologyStatus common = null;
        for (ExecutorPlan executor : running.executors().plans()) {
            ExecutorSnapshot snapshot = last.get(executor);
            if (snapshot == null || (common != null && snapshot.statusApplied() != common)) {
                return "";
            }
            common = snapshot.statusApplied();
        }
        return common == null ? "" : common.name();
    }

    /** The links' numbers are read after the executors' snapshots, so that a tuple on its way is in one of them. */
    private InFlight inFlight(RunningTopology running) {
        long pendingTrees = 0;
        long trackedTrees = 0;
        long inboxTuples = 0;
        long outboxTuples = 0;
        for (ExecutorSnapshot snapshot : last.values()) {
            pendingTrees += snapshot.pendingTrees();
            trackedTrees += snapshot.trackedTrees();
            inboxTuples += snapshot.inboxTuples();
            outboxTuples += snapshot.outboxTuples();
        }
        return new InFlight(
                pendingTrees,
                trackedTrees,
                inboxTuples,
                outboxTuples,
                running.links().creditsOut(),
                running.links().unackedFrames());
    }

    private WorkerReport report(
            WorkerState state,
            long assignmentVersion,
            String statusApplied,
            InFlight inFlight,
            List<ExecutorReport> executors,
            List<TaskReport> taskReports,
            SwitchReport switching,
            @Nullable RunningTopology running) {
        return new WorkerReport(
                options.topologyId(),
                options.port(),
                options.pid(),
                options.incarnation(),
                state,
                answered,
                assignmentVersion,
                statusApplied,
                startedAtMs,
                memory.heapUsedBytes(),
                memory.rssBytes(),
                inFlight,
                executors,
                taskReports,
                running == null ? List.of() : running.errors().reports(),
                running == null
                        ? 0
                        : running.links().lostUntracked()
                                + running.changeover().tally().lostUntracked(),
                WorkerInsight.NONE,
                switching);
    }
}
