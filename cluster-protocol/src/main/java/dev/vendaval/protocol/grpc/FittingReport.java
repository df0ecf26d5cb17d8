package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.proto.SlotNoticeMessage;
import dev.vendaval.protocol.proto.SupervisorReportMessage;
import dev.vendaval.protocol.proto.WorkerInsightMessage;
import dev.vendaval.protocol.proto.WorkerReportMessage;

/**
 * A supervisor's report that the other side takes: one above the limit of a message would be refused and end the
 * conversation, again and again. Pure.
 */
final class FittingReport {
    private FittingReport() {}

    /** The report, without errors if it is larger than the limit; what says so takes their place. */
    static SupervisorReportMessage of(SupervisorReportMessage report, int limitBytes) {
        return report.getSerializedSize() <= limitBytes ? report : withoutErrors(report);
    }

    private static SupervisorReportMessage withoutErrors(SupervisorReportMessage report) {
        SupervisorReportMessage.Builder smaller =
                report.toBuilder().clearWorkers().clearRetired().clearNotices();
        for (WorkerReportMessage worker : report.getWorkersList()) {
            smaller.addWorkers(worker.toBuilder().clearErrors().setInsight(withoutStacks(worker.getInsight())));
            if (worker.getErrorsCount() > 0) {
                smaller.addNotices(SlotNoticeMessage.newBuilder()
                        .setTopologyId(worker.getTopologyId())
                        .setPort(worker.getPort())
                        .setMessage("its errors are too large to be shown; they are in its log"));
            }
        }
        report.getRetiredList()
                .forEach(worker -> smaller.addRetired(worker.toBuilder().clearErrors()));
        return smaller.build();
    }

    private static WorkerInsightMessage withoutStacks(WorkerInsightMessage insight) {
        WorkerInsightMessage.Builder smaller = insight.toBuilder().clearCalls();
        insight.getCallsList().forEach(call -> smaller.addCalls(call.toBuilder().clearStack()));
        return smaller.build();
    }
}
