package dev.vendaval.supervisor.worker;

import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.ExecutorReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.Latencies;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.report.WorkerInsight;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.topology.ExecutorTasks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Worker reports that no worker has made, and bounds of those that one has: what user code puts into them (errors) must
 * not make a supervisor's report larger than Nimbus takes. Pure functions.
 */
public final class Reports {
    /** Distinct errors kept of a live worker, the latest ones. */
    static final int MOST_ERRORS = 100;

    /** Distinct errors kept of a dead worker, the latest ones. */
    static final int MOST_RETIRED_ERRORS = 20;

    private static final int MOST_MESSAGE_CHARS = 2_000;
    private static final int MOST_STACK_CHARS = 20_000;

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

    /** The report with at most so many errors as may be passed on, and none of them longer than it may be. */
    static WorkerReport bounded(WorkerReport report) {
        return new WorkerReport(
                report.topologyId(),
                report.port(),
                report.pid(),
                report.incarnation(),
                report.state(),
                report.reportId(),
                report.assignmentVersion(),
                report.statusApplied(),
                report.startedAtMs(),
                report.heapUsedBytes(),
                report.rssBytes(),
                report.inFlight(),
                report.executors(),
                report.tasks(),
                latest(report.errors(), MOST_ERRORS),
                report.lostUntracked(),
                bounded(report.insight()),
                report.switching());
    }

    /** What the user's frames are called has no bound of its own. */
    private static WorkerInsight bounded(WorkerInsight insight) {
        return new WorkerInsight(
                insight.reportId(),
                insight.executors(),
                insight.calls().stream()
                        .map(call -> new BusyCall(
                                call.executor(),
                                call.task(),
                                cut(call.method(), MOST_MESSAGE_CHARS),
                                cut(call.place(), MOST_MESSAGE_CHARS),
                                call.forMs(),
                                cut(call.stack(), MOST_STACK_CHARS),
                                call.inboxTuples()))
                        .toList());
    }

    /** The report with a row for each of these executors: a worker that has just started may not have told of them. */
    public static WorkerReport withAll(WorkerReport report, List<ExecutorTasks> executors) {
        List<ExecutorReport> all = new ArrayList<>(report.executors());
        for (ExecutorTasks executor : executors) {
            if (all.stream().noneMatch(told -> told.executor().equals(executor))) {
                all.add(new ExecutorReport(executor, ExecutorState.STARTING, 0));
            }
        }
        return counted(report, all, report.tasks(), report.errors(), report.lostUntracked());
    }

    /** A sentence for the user that is not too long to be passed on. */
    public static String bounded(String sentence) {
        return cut(sentence, MOST_MESSAGE_CHARS);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "... (cut)";
    }

    private static ErrorReport cut(ErrorReport error) {
        return new ErrorReport(
                error.component(),
                error.task(),
                error.host(),
                error.port(),
                error.firstAtMs(),
                error.lastAtMs(),
                error.count(),
                cut(error.message(), MOST_MESSAGE_CHARS),
                cut(error.stack(), MOST_STACK_CHARS));
    }

    private static List<ErrorReport> latest(Collection<ErrorReport> errors, int most) {
        return errors.stream()
                .sorted(Comparator.comparingLong(ErrorReport::lastAtMs).reversed())
                .limit(most)
                .map(Reports::cut)
                .toList();
    }

    /** What remains of a worker once it is dead: what it had counted. Its end is a restart of each of its executors. */
    static WorkerReport retired(WorkerReport last) {
        List<ExecutorReport> executors = last.executors().stream()
                .map(executor ->
                        new ExecutorReport(executor.executor(), ExecutorState.STARTING, executor.restarts() + 1))
                .toList();
        return counted(last, executors, last.tasks(), latest(last.errors(), MOST_RETIRED_ERRORS), last.lostUntracked());
    }

    /** Two dead workers of one slot as one, under the name of the later. */
    static WorkerReport folded(WorkerReport earlier, WorkerReport later) {
        return counted(
                later,
                foldedExecutors(earlier.executors(), later.executors()),
                foldedTasks(earlier.tasks(), later.tasks()),
                foldedErrors(earlier.errors(), later.errors()),
                earlier.lostUntracked() + later.lostUntracked());
    }

    private static WorkerReport counted(
            WorkerReport report,
            List<ExecutorReport> executors,
            List<TaskReport> tasks,
            List<ErrorReport> errors,
            long lostUntracked) {
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
                executors,
                tasks,
                errors,
                lostUntracked);
    }

    private static List<ExecutorReport> foldedExecutors(List<ExecutorReport> earlier, List<ExecutorReport> later) {
        Map<ExecutorTasks, Long> restarts = new LinkedHashMap<>();
        Stream.concat(earlier.stream(), later.stream())
                .forEach(executor -> restarts.merge(executor.executor(), executor.restarts(), Long::sum));
        return restarts.entrySet().stream()
                .map(entry -> new ExecutorReport(entry.getKey(), ExecutorState.STARTING, entry.getValue()))
                .toList();
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
        return latest(byKind.values(), MOST_RETIRED_ERRORS);
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
