package dev.vendaval.protocol.grpc;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.proto.WorkerLinkRpcGrpc;
import dev.vendaval.protocol.proto.WorkerMessage;
import dev.vendaval.protocol.proto.WorkerOrderMessage;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.WorkerLinkService;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.wire.ReportWire;
import dev.vendaval.protocol.wire.ServiceWire;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** Server side of what a supervisor does for its workers. Runs on the threads of its server. */
final class WorkerLinkEndpoint extends WorkerLinkRpcGrpc.WorkerLinkRpcImplBase {
    private final WorkerLinkService workers;

    WorkerLinkEndpoint(WorkerLinkService workers) {
        this.workers = workers;
    }

    @Override
    public StreamObserver<WorkerMessage> connect(StreamObserver<WorkerOrderMessage> stream) {
        ServerCallStreamObserver<WorkerOrderMessage> orders = Endpoints.serverSide(stream);
        Outgoing<WorkerOrderMessage> outgoing = Outgoing.all(orders, Limits.ORDERS_WAITING);
        orders.setOnReadyHandler(outgoing::ready);
        Conversation<WorkerMessage> conversation = new Conversation<>(outgoing);
        orders.setOnCancelHandler(conversation::closed);
        conversation.start(() -> new Listener(new Orders(outgoing, conversation)));
        return conversation;
    }

    /** Opens the service's conversation at the hello and hands on what follows. */
    private final class Listener implements Conversation.Listener<WorkerMessage> {
        private final Orders orders;
        private WorkerLinkService.@Nullable WorkerConversation worker;

        Listener(Orders orders) {
            this.orders = orders;
        }

        @Override
        public void message(WorkerMessage message) {
            if (message.hasHello()) {
                worker = workers.connected(ServiceWire.hello(message.getHello()), orders);
            } else if (worker == null) {
                throw new ServiceException(
                        SubmitException.Code.ILLEGAL_STATE, "a worker must say hello before it reports", null);
            } else {
                worker.report(ReportWire.workerReport(message.getReport()));
            }
        }

        @Override
        public void closed() {
            if (worker != null) {
                worker.closed();
            }
        }
    }

    private record Orders(Outgoing<WorkerOrderMessage> outgoing, Conversation<?> conversation)
            implements WorkerLinkService.OrderSender {
        @Override
        public void send(WorkerOrder order) {
            if (!outgoing.send(ServiceWire.order(order))) {
                outgoing.fail(Errors.outgoing(new ServiceException(
                        SubmitException.Code.ILLEGAL_STATE,
                        Limits.ORDERS_WAITING + " orders wait for a worker that takes none",
                        null)));
                conversation.closed();
            }
        }

        @Override
        public void close() {
            conversation.onCompleted();
        }
    }
}
