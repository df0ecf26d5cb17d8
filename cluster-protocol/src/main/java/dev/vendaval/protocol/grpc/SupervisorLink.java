package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.proto.WorkerLinkRpcGrpc;
import dev.vendaval.protocol.proto.WorkerMessage;
import dev.vendaval.protocol.proto.WorkerOrderMessage;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.wire.ReportWire;
import dev.vendaval.protocol.wire.ServiceWire;
import io.grpc.ManagedChannel;

/** A worker's side of its conversation with its supervisor, on a channel of its own. */
final class SupervisorLink implements SupervisorConnection {
    private final ClientConversation<WorkerMessage, WorkerOrderMessage> conversation;

    private SupervisorLink(ClientConversation<WorkerMessage, WorkerOrderMessage> conversation) {
        this.conversation = conversation;
    }

    static SupervisorLink open(
            Channels channels, HostPort supervisor, Caller caller, WorkerHello hello, OrderListener listener) {
        ManagedChannel channel = channels.control(supervisor);
        WorkerMessage first =
                WorkerMessage.newBuilder().setHello(ServiceWire.hello(hello)).build();
        ClientConversation<WorkerMessage, WorkerOrderMessage> conversation = new ClientConversation<>(
                "supervisor at " + supervisor,
                channels,
                channel,
                stream -> Outgoing.newestAfter(first, stream),
                order -> listener.order(ServiceWire.order(order)),
                listener::closed);
        WorkerLinkRpcGrpc.newStub(channel)
                .withInterceptors(CallerHeader.attaching(caller))
                .connect(conversation);
        return new SupervisorLink(conversation);
    }

    @Override
    public void send(WorkerReport report) {
        conversation.send(WorkerMessage.newBuilder()
                .setReport(ReportWire.workerReport(report))
                .build());
    }

    @Override
    public void close() {
        conversation.close();
    }
}
