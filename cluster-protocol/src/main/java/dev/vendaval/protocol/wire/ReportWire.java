package dev.vendaval.protocol.wire;

import com.google.protobuf.UnsafeByteOperations;
import dev.vendaval.protocol.proto.ErrorReportMessage;
import dev.vendaval.protocol.proto.ExecutorReportMessage;
import dev.vendaval.protocol.proto.ExecutorStateMessage;
import dev.vendaval.protocol.proto.InFlightMessage;
import dev.vendaval.protocol.proto.IncarnationMessage;
import dev.vendaval.protocol.proto.SlotNoticeMessage;
import dev.vendaval.protocol.proto.StreamCountsMessage;
import dev.vendaval.protocol.proto.SupervisorReportMessage;
import dev.vendaval.protocol.proto.SwitchReportMessage;
import dev.vendaval.protocol.proto.TaskReportMessage;
import dev.vendaval.protocol.proto.WorkerReportMessage;
import dev.vendaval.protocol.proto.WorkerStateMessage;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.ExecutorReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.SlotNotice;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.SwitchReport;
import dev.vendaval.protocol.report.TaskMove;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What workers and supervisors report. */
public final class ReportWire {
    private ReportWire() {}

    public static SupervisorReportMessage supervisorReport(SupervisorReport report) {
        SupervisorReportMessage.Builder message = SupervisorReportMessage.newBuilder()
                .setSupervisor(StateWire.supervisor(report.supervisor()))
                .setReportId(report.reportId());
        report.workers().forEach(worker -> message.addWorkers(workerReport(worker)));
        report.retired().forEach(worker -> message.addRetired(workerReport(worker)));
        report.notices()
                .forEach(notice -> message.addNotices(SlotNoticeMessage.newBuilder()
                        .setTopologyId(notice.topologyId())
                        .setPort(notice.port())
                        .setMessage(notice.message())));
        return message.build();
    }

    public static SupervisorReport supervisorReport(SupervisorReportMessage message) {
        return new SupervisorReport(
                StateWire.supervisor(message.getSupervisor()),
                message.getReportId(),
                message.getWorkersList().stream().map(ReportWire::workerReport).toList(),
                message.getRetiredList().stream().map(ReportWire::workerReport).toList(),
                message.getNoticesList().stream()
                        .map(notice -> new SlotNotice(notice.getTopologyId(), notice.getPort(), notice.getMessage()))
                        .toList());
    }

    public static WorkerReportMessage workerReport(WorkerReport report) {
        WorkerReportMessage.Builder message = WorkerReportMessage.newBuilder()
                .setTopologyId(report.topologyId())
                .setPort(report.port())
                .setPid(report.pid())
                .setIncarnation(incarnation(report.incarnation()))
                .setState(workerState(report.state()))
                .setReportId(report.reportId())
                .setAssignmentVersion(report.assignmentVersion())
                .setStatusApplied(report.statusApplied())
                .setStartedAtMs(report.startedAtMs())
                .setHeapUsedBytes(report.heapUsedBytes())
                .setRssBytes(report.rssBytes())
                .setInFlight(inFlight(report.inFlight()))
                .setLostUntracked(report.lostUntracked())
                .setInsight(InsightWire.insight(report.insight()))
                .setSwitching(switching(report.switching()));
        report.executors()
                .forEach(executor -> message.addExecutors(ExecutorReportMessage.newBuilder()
                        .setExecutor(TopologyWire.executor(executor.executor()))
                        .setState(executorState(executor.state()))
                        .setRestarts(executor.restarts())));
        report.tasks().forEach(task -> message.addTasks(task(task)));
        report.errors().forEach(error -> message.addErrors(error(error)));
        return message.build();
    }

    public static WorkerReport workerReport(WorkerReportMessage message) {
        return new WorkerReport(
                message.getTopologyId(),
                message.getPort(),
                message.getPid(),
                incarnation(message.getIncarnation()),
                workerState(message.getState()),
                message.getReportId(),
                message.getAssignmentVersion(),
                message.getStatusApplied(),
                message.getStartedAtMs(),
                message.getHeapUsedBytes(),
                message.getRssBytes(),
                inFlight(message.getInFlight()),
                message.getExecutorsList().stream().map(ReportWire::executor).toList(),
                message.getTasksList().stream().map(ReportWire::task).toList(),
                message.getErrorsList().stream().map(ReportWire::error).toList(),
                message.getLostUntracked(),
                InsightWire.insight(message.getInsight()),
                switching(message.getSwitching()));
    }

    private static SwitchReportMessage switching(SwitchReport report) {
        SwitchReportMessage.Builder message = SwitchReportMessage.newBuilder()
                .setPreparedVersion(report.preparedVersion())
                .setFailedVersion(report.failedVersion())
                .setSettledVersion(report.settledVersion())
                .setFailedTrees(report.failedTrees())
                .addAllAwaited(report.awaited());
        if (report.preparationError() != null) {
            message.setPreparationError(report.preparationError());
        }
        report.moves()
                .forEach(move -> message.addMovesBuilder()
                        .setComponent(move.component())
                        .addAllTasks(move.tasks())
                        .setPauseNanos(move.pauseNanos()));
        return message.build();
    }

    private static SwitchReport switching(SwitchReportMessage message) {
        return new SwitchReport(
                message.getPreparedVersion(),
                message.hasPreparationError() ? message.getPreparationError() : null,
                message.getFailedVersion(),
                message.getSettledVersion(),
                message.getMovesList().stream()
                        .map(move -> new TaskMove(move.getComponent(), move.getTasksList(), move.getPauseNanos()))
                        .toList(),
                message.getFailedTrees(),
                message.getAwaitedList());
    }

    private static ExecutorReport executor(ExecutorReportMessage message) {
        return new ExecutorReport(
                TopologyWire.executor(message.getExecutor()), executorState(message.getState()), message.getRestarts());
    }

    private static TaskReportMessage task(TaskReport report) {
        TaskReportMessage.Builder message = TaskReportMessage.newBuilder()
                .setComponent(report.component())
                .setTask(report.task())
                .setExecuted(report.executed())
                .setAcked(report.acked())
                .setFailed(report.failed())
                .setTimedOut(report.timedOut())
                .setPending(report.pending())
                .setErrors(report.errors())
                .setCompleteLatency(UnsafeByteOperations.unsafeWrap(report.completeLatency()))
                .setExecuteLatency(UnsafeByteOperations.unsafeWrap(report.executeLatency()))
                .putAllMetrics(report.metrics());
        report.streams().forEach((stream, counts) -> message.putStreams(stream, streamCounts(counts)));
        return message.build();
    }

    private static TaskReport task(TaskReportMessage message) {
        return new TaskReport(
                message.getComponent(),
                message.getTask(),
                streams(message.getStreamsMap()),
                message.getExecuted(),
                message.getAcked(),
                message.getFailed(),
                message.getTimedOut(),
                message.getPending(),
                message.getErrors(),
                message.getCompleteLatency().toByteArray(),
                message.getExecuteLatency().toByteArray(),
                Collections.unmodifiableMap(new TreeMap<>(message.getMetricsMap())));
    }

    static StreamCountsMessage streamCounts(StreamCounts counts) {
        return StreamCountsMessage.newBuilder()
                .setEmitted(counts.emitted())
                .setTransferred(counts.transferred())
                .build();
    }

    static Map<String, StreamCounts> streams(Map<String, StreamCountsMessage> messages) {
        Map<String, StreamCounts> streams = new TreeMap<>();
        messages.forEach((stream, counts) ->
                streams.put(stream, new StreamCounts(counts.getEmitted(), counts.getTransferred())));
        return Collections.unmodifiableMap(streams);
    }

    static ErrorReportMessage error(ErrorReport report) {
        return ErrorReportMessage.newBuilder()
                .setComponent(report.component())
                .setTask(report.task())
                .setHost(report.host())
                .setPort(report.port())
                .setFirstAtMs(report.firstAtMs())
                .setLastAtMs(report.lastAtMs())
                .setCount(report.count())
                .setMessage(report.message())
                .setStack(report.stack())
                .build();
    }

    static ErrorReport error(ErrorReportMessage message) {
        return new ErrorReport(
                message.getComponent(),
                message.getTask(),
                message.getHost(),
                message.getPort(),
                message.getFirstAtMs(),
                message.getLastAtMs(),
                message.getCount(),
                message.getMessage(),
                message.getStack());
    }

    public static IncarnationMessage incarnation(Incarnation incarnation) {
        return IncarnationMessage.newBuilder()
                .setWorkerIndex(incarnation.workerIndex())
                .setLease(incarnation.lease())
                .setLaunchCount(incarnation.launchCount())
                .build();
    }

    public static Incarnation incarnation(IncarnationMessage message) {
        return new Incarnation(message.getWorkerIndex(), message.getLease(), message.getLaunchCount());
    }

    static InFlightMessage inFlight(InFlight inFlight) {
        return InFlightMessage.newBuilder()
                .setPendingTrees(inFlight.pendingTrees())
                .setTrackedTrees(inFlight.trackedTrees())
                .setInboxTuples(inFlight.inboxTuples())
                .setOutboxTuples(inFlight.outboxTuples())
                .setCreditsOut(inFlight.creditsOut())
                .setUnackedFrames(inFlight.unackedFrames())
                .build();
    }

    static InFlight inFlight(InFlightMessage message) {
        return new InFlight(
                message.getPendingTrees(),
                message.getTrackedTrees(),
                message.getInboxTuples(),
                message.getOutboxTuples(),
                message.getCreditsOut(),
                message.getUnackedFrames());
    }

    static WorkerStateMessage workerState(WorkerState state) {
        return switch (state) {
            case STARTING -> WorkerStateMessage.WORKER_STARTING;
            case RUNNING -> WorkerStateMessage.WORKER_RUNNING;
            case LOST -> WorkerStateMessage.WORKER_LOST;
        };
    }

    static WorkerState workerState(WorkerStateMessage message) {
        return switch (message) {
            case WORKER_STARTING -> WorkerState.STARTING;
            case WORKER_RUNNING -> WorkerState.RUNNING;
            case WORKER_LOST -> WorkerState.LOST;
            case WORKER_UNSPECIFIED, UNRECOGNIZED -> throw new WireFormatException("an unknown worker state");
        };
    }

    static ExecutorStateMessage executorState(ExecutorState state) {
        return switch (state) {
            case STARTING -> ExecutorStateMessage.EXECUTOR_STARTING;
            case RUNNING -> ExecutorStateMessage.EXECUTOR_RUNNING;
            case FAILED -> ExecutorStateMessage.EXECUTOR_FAILED;
        };
    }

    static ExecutorState executorState(ExecutorStateMessage message) {
        return switch (message) {
            case EXECUTOR_STARTING -> ExecutorState.STARTING;
            case EXECUTOR_RUNNING -> ExecutorState.RUNNING;
            case EXECUTOR_FAILED -> ExecutorState.FAILED;
            case EXECUTOR_UNSPECIFIED, UNRECOGNIZED -> throw new WireFormatException("an unknown executor state");
        };
    }
}
