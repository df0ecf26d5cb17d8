package dev.vendaval.protocol.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.vendaval.protocol.proto.SlotNoticeMessage;
import dev.vendaval.protocol.proto.SupervisorReportMessage;
import dev.vendaval.protocol.report.SlotNotice;
import dev.vendaval.protocol.report.WorkerReport;
import java.util.List;

/** What a supervisor keeps of a topology's dead workers, as bytes for its disk. */
public final class RetiredWire {
    private RetiredWire() {}

    /** Counts of dead workers, and sentences about their ends. */
    public record Retired(List<WorkerReport> reports, List<SlotNotice> notices) {
        public Retired {
            reports = List.copyOf(reports);
            notices = List.copyOf(notices);
        }
    }

    public static byte[] bytes(Retired retired) {
        SupervisorReportMessage.Builder message = SupervisorReportMessage.newBuilder();
        retired.reports().forEach(report -> message.addRetired(ReportWire.workerReport(report)));
        retired.notices()
                .forEach(notice -> message.addNotices(SlotNoticeMessage.newBuilder()
                        .setTopologyId(notice.topologyId())
                        .setPort(notice.port())
                        .setMessage(notice.message())));
        return message.build().toByteArray();
    }

    /**
     * Reads them back.
     *
     * @throws WireFormatException if they are not such bytes
     */
    public static Retired retired(byte[] bytes) {
        try {
            SupervisorReportMessage message = SupervisorReportMessage.parseFrom(bytes);
            return new Retired(
                    message.getRetiredList().stream()
                            .map(ReportWire::workerReport)
                            .toList(),
                    message.getNoticesList().stream()
                            .map(notice ->
                                    new SlotNotice(notice.getTopologyId(), notice.getPort(), notice.getMessage()))
                            .toList());
        } catch (InvalidProtocolBufferException e) {
            throw new WireFormatException("not what was kept of dead workers: " + e.getMessage(), e);
        }
    }
}
