package dev.vendaval.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.SampleRecords;
import dev.vendaval.protocol.proto.SupervisorReportMessage;
import dev.vendaval.protocol.proto.WorkerReportMessage;
import dev.vendaval.protocol.wire.ReportWire;
import org.junit.jupiter.api.Test;

final class FittingReportTest {
    private final SupervisorReportMessage report = ReportWire.supervisorReport(SampleRecords.supervisorReport(3));

    @Test
    void aReportWithinTheLimitIsSentWhole() {
        assertThat(FittingReport.of(report, report.getSerializedSize())).isEqualTo(report);
    }

    @Test
    void aReportAboveTheLimitLosesItsErrorsAndSaysSo() {
        SupervisorReportMessage fitting = FittingReport.of(report, report.getSerializedSize() - 1);

        assertThat(report.getWorkersList()).anyMatch(worker -> worker.getErrorsCount() > 0);
        assertThat(fitting.getReportId()).isEqualTo(report.getReportId());
        assertThat(fitting.getWorkersList())
                .isEqualTo(report.getWorkersList().stream()
                        .map(FittingReportTest::withoutErrorsAndStacks)
                        .toList());
        assertThat(fitting.getRetiredList())
                .isEqualTo(report.getRetiredList().stream()
                        .map(FittingReportTest::withoutErrors)
                        .toList());
        assertThat(fitting.getNoticesList())
                .anyMatch(notice -> notice.getMessage().contains("too large"));
    }

    /** What it answers, and that its calls hang, is still told. */
    private static WorkerReportMessage withoutErrorsAndStacks(WorkerReportMessage worker) {
        WorkerReportMessage.Builder smaller = withoutErrors(worker).toBuilder();
        smaller.getInsightBuilder().getCallsBuilderList().forEach(call -> call.clearStack());
        return smaller.build();
    }

    private static WorkerReportMessage withoutErrors(WorkerReportMessage worker) {
        return worker.toBuilder().clearErrors().build();
    }
}
