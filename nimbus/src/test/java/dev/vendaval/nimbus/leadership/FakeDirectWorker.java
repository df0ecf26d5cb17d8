package dev.vendaval.nimbus.leadership;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerLinkService.OrderSender;
import dev.vendaval.protocol.service.WorkerLinkService.WorkerConversation;
import dev.vendaval.protocol.service.WorkerOrder;
import java.util.ArrayList;
import java.util.List;

/** A worker without a supervisor that talks to Nimbus itself and says what the test wants. */
final class FakeDirectWorker {
    final List<WorkerOrder> orders = new ArrayList<>();
    private final SteppedNimbus nimbus;
    private final WorkerConversation conversation;
    private boolean connected = true;

    FakeDirectWorker(SteppedNimbus nimbus, String topologyId, int port, Incarnation incarnation) {
        this.nimbus = nimbus;
        this.conversation = new WorkerInbox(nimbus.loop)
                .connected(new WorkerHello(topologyId, port, 4711, incarnation), new OrderSender() {
                    @Override
                    public void send(WorkerOrder order) {
                        orders.add(order);
                    }

                    @Override
                    public void close() {
                        connected = false;
                    }
                });
        nimbus.turn();
    }

    void report(WorkerReport report) {
        conversation.report(report);
        nimbus.turn();
    }

    void end() {
        conversation.closed();
        nimbus.turn();
    }

    boolean isConnected() {
        return connected;
    }

    <T extends WorkerOrder> List<T> told(Class<T> kind) {
        return orders.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
