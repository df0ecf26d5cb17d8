package dev.vendaval.worker.host;

import dev.vendaval.protocol.report.ExecutorReport;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.executor.ExecutorSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
    private List<@Nullable ExecutorSnapshot> last = new ArrayList<>();
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
    WorkerReport report(@Nullable RunningTopology running, WorkerState state, long assignmentVersion, long now) {
        for (Collection collection : List.copyOf(collections)) {
            if (collection.isOver(now)) {
                collections.remove(collection);
                take(collection);
                insights.take(collection, now);
            }
        }
        if (running == null) {
            return report(state, assignmentVersion, "", InFlight.NONE, List.of(), List.of(), null)
                    .with(insights.none());
        }
        List<ExecutorReport> executors = new ArrayList<>(running.executors().stateReports());
        List<TaskReport> tasks = new ArrayList<>();
        for (int i = 0; i < last.size(); i++) {
            ExecutorSnapshot snapshot = last.get(i);
            if (snapshot != null) {
                executors.set(i, snapshot.report());
                tasks.addAll(snapshot.tasks());
            }
        }
        return report(state, assignmentVersion, statusApplied(), inFlight(running), executors, tasks, running)
                .with(insights.make(running, now));
    }

    private void take(Collection collection) {
        List<CompletableFuture<ExecutorSnapshot>> snapshots = collection.snapshots();
        if (last.size() < snapshots.size()) {
            last = new ArrayList<>(Collections.nCopies(snapshots.size(), null));
        }
        for (int i = 0; i < snapshots.size(); i++) {
            ExecutorSnapshot made = snapshots.get(i).getNow(null);
            if (made != null) {
                last.set(i, made);
            }
        }
        if (collection.isComplete()) {
            answered = Math.max(answered, collection.reportId());
        }
    }

    /** The status that all executors have applied, or none while they differ. */
    private String statusApplied() {
        TopologyStatus common = null;
        for (ExecutorSnapshot snapshot : last) {
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
        for (ExecutorSnapshot snapshot : last) {
            if (snapshot != null) {
                pendingTrees += snapshot.pendingTrees();
                trackedTrees += snapshot.trackedTrees();
                inboxTuples += snapshot.inboxTuples();
                outboxTuples += snapshot.outboxTuples();
            }
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
            List<TaskReport> tasks,
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
                tasks,
                running == null ? List.of() : running.errors().reports(),
                running == null ? 0 : running.links().lostUntracked());
    }
}
