package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.proto.SupervisorCommand;
import dev.vendaval.protocol.proto.SupervisorLinkRpcGrpc;
import dev.vendaval.protocol.proto.SupervisorReportMessage;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.wire.ReportWire;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A supervisor's side of its conversation with Nimbus, on a channel of its own. */
final class NimbusLink implements NimbusConnection {
    private static final Logger LOG = LoggerFactory.getLogger(NimbusLink.class);

    private final ManagedChannel channel;
    private final HostPort leader;
    private final Caller caller;
    private final ClientConversation<SupervisorReportMessage, SupervisorCommand> conversation;
    private final AtomicBoolean tooLarge = new AtomicBoolean();

    private NimbusLink(Channels channels, HostPort leader, Caller caller, CommandListener listener) {
        this.channel = channels.control(leader);
        this.leader = leader;
        this.caller = caller;
        this.conversation = new ClientConversation<>(
                "Nimbus at " + leader,
                channels,
                channel,
                Outgoing::newest,
                command -> listener.reportNow(command.getReportNow()),
                listener::closed);
    }

    static NimbusLink open(Channels channels, HostPort leader, Caller caller, CommandListener listener) {
        NimbusLink link = new NimbusLink(channels, leader, caller, listener);
        SupervisorLinkRpcGrpc.newStub(link.channel)
                .withInterceptors(CallerHeader.attaching(caller))
                .connect(link.conversation);
        return link;
    }

    @Override
    public void send(SupervisorReport report) {
        SupervisorReportMessage whole = ReportWire.supervisorReport(report);
        SupervisorReportMessage fitting = FittingReport.of(whole, Limits.MESSAGE_BYTES);
        int bytes = fitting.getSerializedSize();
        boolean isWhole = bytes == whole.getSerializedSize();
        if (!isWhole && !tooLarge.getAndSet(true)) {
            LOG.warn(
                    "the report takes {} bytes, at most {} can be sent: errors are left out",
                    whole.getSerializedSize(),
                    Limits.MESSAGE_BYTES);
        }
        if (isWhole) {
            tooLarge.set(false);
        }
        if (bytes <= Limits.MESSAGE_BYTES) {
            conversation.send(fitting);
        } else {
            LOG.error("a report of {} bytes, errors left out, cannot be sent; Nimbus keeps the one before", bytes);
        }
    }

    @Override
    public void downloadArtifact(String sha256, OutputStream content) throws IOException {
        ArtifactClient.download(channel, "Nimbus at " + leader, caller, sha256, content);
    }

    @Override
    public void close() {
        conversation.close();
    }
}
