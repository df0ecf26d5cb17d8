package dev.vendaval.worker.host;

import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.ExecutorInsight;
import dev.vendaval.protocol.report.WorkerInsight;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.worker.executor.ExecutorSnapshot;
import dev.vendaval.worker.plan.ExecutorPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker's reports say of its executors beyond counters: hung calls always, and, when a report was asked for, what
 * each executor does and waits for. The latter stays in the reports for some seconds, since a report may be
 * overtaken by the next on its way. Owned by the host's thread.
 */
final class Insights {
    private static final Logger log = LoggerFactory.getLogger(Insights.class);
    private static final long SHOWN_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** An executor that has been in a call for so long is not waited for: it will hardly return within the limit. */
    private static final Duration NOT_WAITED_FOR = Duration.ofMillis(500);

    private static final Duration HUNG = Duration.ofMillis(BusyCall.HUNG_AFTER_MS);

    private List<ExecutorInsight> executors = List.of();
    private long answered;
    private long shownUntil;
    private boolean shown;

    /** By executor, the newest sight of it. */
    private Map<ExecutorTasks, BusyCall> hungBefore = Map.of();

    /** Those of executors that are not in a long call; in the same order. */
    List<CompletableFuture<ExecutorSnapshot>> worthWaitingFor(
            RunningTopology running, List<CompletableFuture<ExecutorSnapshot>> snapshots) {
        Set<ExecutorTasks> busy = running.executors().busyCalls(NOT_WAITED_FOR).stream()
                .map(BusyCall::executor)
                .collect(Collectors.toSet());
        List<ExecutorPlan> order = running.executors().plans();
        if (busy.isEmpty() || order.size() != snapshots.size()) { // else one has come or gone since they were asked
            return snapshots;
        }
        List<CompletableFuture<ExecutorSnapshot>> awaited = new ArrayList<>();
        for (int i = 0; i < snapshots.size(); i++) {
            if (!busy.contains(order.get(i).identity())) {
                awaited.add(snapshots.get(i));
            }
        }
        return awaited;
    }

    /** A collection is over. */
    void take(Collection collection, long now) {
        if (collection.reportId() == 0) {
            return;
        }
        List<ExecutorInsight> made = new ArrayList<>();
        for (CompletableFuture<ExecutorSnapshot> snapshot : collection.snapshots()) {
            ExecutorSnapshot answer = snapshot.isCompletedExceptionally() ? null : snapshot.getNow(null);
            if (answer != null && answer.insight() != null) {
                made.add(answer.insight());
            }
        }
        executors = made;
        answered = Math.max(answered, collection.reportId());
        shownUntil = now + SHOWN_NANOS;
        shown = true;
    }

    /** Asked for while nothing runs. */
    void nothing(long reportId) {
        answered = Math.max(answered, reportId);
    }

    /** Of a worker that runs nothing. */
    WorkerInsight none() {
        return new WorkerInsight(answered, List.of(), List.of());
    }

    /** What the next report says. */
    WorkerInsight make(RunningTopology running, long now) {
        if (shown && now - shownUntil >= 0) {
            shown = false;
            executors = List.of();
        }
        List<BusyCall> calls = running.executors().busyCalls(shown ? NOT_WAITED_FOR : HUNG);
        noteHung(calls.stream().filter(BusyCall::isHung).toList());
        return new WorkerInsight(answered, executors, calls);
    }

    private void noteHung(List<BusyCall> hung) {
        Map<ExecutorTasks, BusyCall> present = new HashMap<>();
        hung.forEach(call -> present.put(call.executor(), call));
        hungBefore.forEach((executor, call) -> {
            BusyCall now = present.get(executor);
            if (now == null || now.forMs() < call.forMs()) {
                log.info(
                        "component '{}', task {}: {} has returned, after {} ms or more",
                        executor.component(),
                        call.task(),
                        call.method(),
                        call.forMs());
            }
        });
        present.forEach((executor, call) -> {
            BusyCall before = hungBefore.get(executor);
            if (before == null || before.forMs() > call.forMs()) {
                log.warn(
                        "component '{}', task {}: {} has not returned for {} ms; it is at\n{}",
                        executor.component(),
                        call.task(),
                        call.method(),
                        call.forMs(),
                        call.stack());
            }
        });
        hungBefore = present;
    }
}
