package dev.vendaval.protocol.wire;

import dev.vendaval.protocol.proto.BoltInsightMessage;
import dev.vendaval.protocol.proto.BusyCallMessage;
import dev.vendaval.protocol.proto.ExecutorInsightMessage;
import dev.vendaval.protocol.proto.ReceiverWaitMessage;
import dev.vendaval.protocol.proto.SpoutInsightMessage;
import dev.vendaval.protocol.proto.TaskPhaseMessage;
import dev.vendaval.protocol.proto.WaitCauseMessage;
import dev.vendaval.protocol.proto.WorkerInsightMessage;
import dev.vendaval.protocol.report.BoltInsight;
import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.ExecutorInsight;
import dev.vendaval.protocol.report.OldestTree;
import dev.vendaval.protocol.report.ReceiverWait;
import dev.vendaval.protocol.report.SpoutInsight;
import dev.vendaval.protocol.report.TaskPhase;
import dev.vendaval.protocol.report.WorkerInsight;

/** What workers say of their executors when asked. */
final class InsightWire {
    private InsightWire() {}

    static WorkerInsightMessage insight(WorkerInsight insight) {
        WorkerInsightMessage.Builder message = WorkerInsightMessage.newBuilder().setReportId(insight.reportId());
        insight.executors().forEach(executor -> message.addExecutors(executor(executor)));
        insight.calls().forEach(call -> message.addCalls(call(call)));
        return message.build();
    }

    static WorkerInsight insight(WorkerInsightMessage message) {
        return new WorkerInsight(
                message.getReportId(),
                message.getExecutorsList().stream().map(InsightWire::executor).toList(),
                message.getCallsList().stream().map(InsightWire::call).toList());
    }

    private static ExecutorInsightMessage executor(ExecutorInsight insight) {
        ExecutorInsightMessage.Builder message = ExecutorInsightMessage.newBuilder()
                .setExecutor(TopologyWire.executor(insight.executor()))
                .setCallsPerSecond(insight.callsPerSecond())
                .setInboxTuples(insight.inboxTuples())
                .setOutboxTuples(insight.outboxTuples());
        insight.waits()
                .forEach(wait -> message.addWaits(ReceiverWaitMessage.newBuilder()
                        .setReceiver(wait.receiver())
                        .setCause(cause(wait.cause()))
                        .setHeldTuples(wait.heldTuples())));
        insight.spouts().forEach(spout -> message.addSpouts(spout(spout)));
        insight.bolts()
                .forEach(bolt -> message.addBolts(BoltInsightMessage.newBuilder()
                        .setTask(bolt.task())
                        .setPhase(phase(bolt.phase()))
                        .setUnackedTuples(bolt.unackedTuples())
                        .addAllOldestRoots(bolt.oldestRoots())));
        return message.build();
    }

    private static ExecutorInsight executor(ExecutorInsightMessage message) {
        return new ExecutorInsight(
                TopologyWire.executor(message.getExecutor()),
                message.getCallsPerSecond(),
                message.getInboxTuples(),
                message.getOutboxTuples(),
                message.getWaitsList().stream()
                        .map(wait -> new ReceiverWait(wait.getReceiver(), cause(wait.getCause()), wait.getHeldTuples()))
                        .toList(),
                message.getSpoutsList().stream().map(InsightWire::spout).toList(),
                message.getBoltsList().stream()
                        .map(bolt -> new BoltInsight(
                                bolt.getTask(),
                                phase(bolt.getPhase()),
                                bolt.getUnackedTuples(),
                                bolt.getOldestRootsList()))
                        .toList());
    }

    private static SpoutInsightMessage spout(SpoutInsight spout) {
        return SpoutInsightMessage.newBuilder()
                .setTask(spout.task())
                .setPhase(phase(spout.phase()))
                .setSourceEmpty(spout.sourceEmpty())
                .setEmitsPerSecond(spout.emitsPerSecond())
                .setSinceEmitMs(spout.sinceEmitMs())
                .setPending(spout.pending())
                .setMaxPending(spout.maxPending())
                .setOldestRoot(spout.oldest().root())
                .setOldestAgeMs(spout.oldest().ageMs())
                .setOldestTouchBits(spout.oldest().touchBits())
                .build();
    }

    private static SpoutInsight spout(SpoutInsightMessage message) {
        return new SpoutInsight(
                message.getTask(),
                phase(message.getPhase()),
                message.getSourceEmpty(),
                message.getEmitsPerSecond(),
                message.getSinceEmitMs(),
                message.getPending(),
                message.getMaxPending(),
                new OldestTree(message.getOldestRoot(), message.getOldestAgeMs(), message.getOldestTouchBits()));
    }

    private static BusyCallMessage call(BusyCall call) {
        return BusyCallMessage.newBuilder()
                .setExecutor(TopologyWire.executor(call.executor()))
                .setTask(call.task())
                .setMethod(call.method())
                .setPlace(call.place())
                .setForMs(call.forMs())
                .setStack(call.stack())
                .setInboxTuples(call.inboxTuples())
                .build();
    }

    private static BusyCall call(BusyCallMessage message) {
        return new BusyCall(
                TopologyWire.executor(message.getExecutor()),
                message.getTask(),
                message.getMethod(),
                message.getPlace(),
                message.getForMs(),
                message.getStack(),
                message.getInboxTuples());
    }

    private static TaskPhaseMessage phase(TaskPhase phase) {
        return switch (phase) {
            case MAKING -> TaskPhaseMessage.PHASE_MAKING;
            case RUNNING -> TaskPhaseMessage.PHASE_RUNNING;
            case REMAKING -> TaskPhaseMessage.PHASE_REMAKING;
            case ENDED -> TaskPhaseMessage.PHASE_ENDED;
        };
    }

    private static TaskPhase phase(TaskPhaseMessage message) {
        return switch (message) {
            case PHASE_MAKING -> TaskPhase.MAKING;
            case PHASE_RUNNING -> TaskPhase.RUNNING;
            case PHASE_REMAKING -> TaskPhase.REMAKING;
            case PHASE_ENDED -> TaskPhase.ENDED;
            case PHASE_UNSPECIFIED, UNRECOGNIZED -> throw new WireFormatException("an unknown phase of a task");
        };
    }

    private static WaitCauseMessage cause(ReceiverWait.Cause cause) {
        return switch (cause) {
            case CREDIT -> WaitCauseMessage.CAUSE_CREDIT;
            case NOT_PREPARED -> WaitCauseMessage.CAUSE_NOT_PREPARED;
            case NO_LINK -> WaitCauseMessage.CAUSE_NO_LINK;
            case UNPLACED -> WaitCauseMessage.CAUSE_UNPLACED;
        };
    }

    private static ReceiverWait.Cause cause(WaitCauseMessage message) {
        return switch (message) {
            case CAUSE_CREDIT -> ReceiverWait.Cause.CREDIT;
            case CAUSE_NOT_PREPARED -> ReceiverWait.Cause.NOT_PREPARED;
            case CAUSE_NO_LINK -> ReceiverWait.Cause.NO_LINK;
            case CAUSE_UNPLACED -> ReceiverWait.Cause.UNPLACED;
            case CAUSE_UNSPECIFIED, UNRECOGNIZED -> throw new WireFormatException("an unknown cause of a wait");
        };
    }
}
