package dev.vendaval.supervisor.worker;

import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.Latencies;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Worker reports that no worker has made. Pure functions. */
public final class Reports {
    /** Distinct errors kept of dead workers of a slot, the latest ones. */
    private static final int MOST_ERRORS = 100;

    private Reports() {}

    /** The report of a worker of which nothing is known but that it is, or was, there. */
    public static WorkerReport without(
            String topologyId, int port, long pid, Incarnation incarnation, WorkerState state, long startedAtMs) {
        return new WorkerReport(
                topologyId,
                port,
                pid,
                incarnation,
                state,
                0,
                0,
                "",
                startedAtMs,
                0,
                0,
                InFlight.NONE,
                List.of(),
                List.of(),
                List.of(),
                0);
    }

    /** What remains of a worker once it is dead: what it had counted. */
    static WorkerReport retired(WorkerReport last) {
        return counted(last, last.tasks(), last.errors(), last.lostUntracked());
    }

    /** Two dead workers of one slot as one, under the name of the later. */
    static WorkerReport folded(WorkerReport earlier, WorkerReport later) {
        return counted(
                later,
                foldedTasks(earlier.tasks(), later.tasks()),
                foldedErrors(earlier.errors(), later.errors()),
                earlier.lostUntracked() + later.lostUntracked());
    }

    private static WorkerReport counted(
            WorkerReport report, List<TaskReport> tasks, List<ErrorReport> errors, long lostUntracked) {
        return new WorkerReport(
                report.topologyId(),
                report.port(),
                report.pid(),
                report.incarnation(),
                WorkerState.LOST,
                report.reportId(),
                report.assignmentVersion(),
                report.statusApplied(),
                report.startedAtMs(),
                0,
                0,
                InFlight.NONE,
                List.of(),
                tasks,
                errors,
                lostUntracked);
    }

    private static List<TaskReport> foldedTasks(List<TaskReport> earlier, List<TaskReport> later) {
        Map<Integer, TaskReport> byTask = new LinkedHashMap<>();
        earlier.forEach(task -> byTask.put(task.task(), task));
        later.forEach(task -> byTask.merge(task.task(), task, Reports::foldedTask));
        return List.copyOf(byTask.values());
    }

    private static TaskReport foldedTask(TaskReport earlier, TaskReport later) {
        Map<String, StreamCounts> streams = new HashMap<>(earlier.streams());
        later.streams().forEach((stream, counts) -> streams.merge(stream, counts, Reports::sum));
        Map<String, Double> metrics = new HashMap<>(earlier.metrics());
        metrics.putAll(later.metrics());
        return new TaskReport(
                later.component(),
                later.task(),
                streams,
                earlier.executed() + later.executed(),
                earlier.acked() + later.acked(),
                earlier.failed() + later.failed(),
                earlier.timedOut() + later.timedOut(),
                0,
                earlier.errors() + later.errors(),
                Latencies.fold(List.of(earlier.completeLatency(), later.completeLatency())),
                Latencies.fold(List.of(earlier.executeLatency(), later.executeLatency())),
                metrics);
    }

    private static StreamCounts sum(StreamCounts one, StreamCounts other) {
        return new StreamCounts(one.emitted() + other.emitted(), one.transferred() + other.transferred());
    }

    private static List<ErrorReport> foldedErrors(List<ErrorReport> earlier, List<ErrorReport> later) {
        record Kind(String component, int task, String message) {}
        Map<Kind, ErrorReport> byKind = new LinkedHashMap<>();
        Stream.concat(earlier.stream(), later.stream())
                .forEach(error -> byKind.merge(
                        new Kind(error.component(), error.task(), error.message()), error, Reports::foldedError));
        List<ErrorReport> latestFirst = new ArrayList<>(byKind.values());
        latestFirst.sort(Comparator.comparingLong(ErrorReport::lastAtMs).reversed());
        return List.copyOf(latestFirst.subList(0, Math.min(MOST_ERRORS, latestFirst.size())));
    }

    private static ErrorReport foldedError(ErrorReport earlier, ErrorReport later) {
        return new ErrorReport(
                later.component(),
                later.task(),
                later.host(),
                later.port(),
                earlier.firstAtMs(),
                later.lastAtMs(),
                earlier.count() + later.count(),
                later.message(),
                later.stack());
    }
}
