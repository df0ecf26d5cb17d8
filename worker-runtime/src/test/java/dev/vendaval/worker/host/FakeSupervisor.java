package dev.vendaval.worker.host;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerLinkService;
import dev.vendaval.protocol.service.WorkerOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A supervisor's conversations with workers over the network; the test gives the orders. */
final class FakeSupervisor implements WorkerLinkService, AutoCloseable {
    private static final Caller CALLER = new Caller("test", "127.0.0.1", "test");

    private final RpcFactory rpc = new RpcFactory(CALLER);
    private final RpcServer server;
    private final Map<Integer, Talk> talks = new ConcurrentHashMap<>();
    private final AtomicLong reportIds = new AtomicLong();

    FakeSupervisor(int port) {
        try {
            server = rpc.serveSupervisor(
                    new HostPort("127.0.0.1", port),
                    (caller, request, sink, cancelled) -> {},
                    this,
                    (caller, death) -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HostPort address() {
        return new HostPort("127.0.0.1", server.port());
    }

    @Override
    public WorkerConversation connected(WorkerHello hello, OrderSender orders) {
        Talk talk = new Talk(hello, orders);
        talks.put(hello.port(), talk);
        return talk;
    }

    @Nullable
    Talk talk(int port) {
        return talks.get(port);
    }

    boolean isConnected(int port) {
        Talk talk = talks.get(port);
        return talk != null && !talk.closed;
    }

    void order(int port, WorkerOrder order) {
        Talk talk = talks.get(port);
        if (talk == null) {
            throw new IllegalStateException("no worker on port " + port);
        }
        talk.orders.send(order);
    }

    /** Asks for a report; returns the id that it will carry. */
    long reportNow(int port) {
        long id = reportIds.incrementAndGet();
        order(port, new WorkerOrder.ReportNow(id));
        return id;
    }

    @Nullable
    WorkerReport last(int port) {
        Talk talk = talks.get(port);
        return talk == null ? null : talk.last;
    }

    @Override
    public void close() {
        server.close();
        rpc.close();
    }

    static final class Talk implements WorkerConversation {
        final WorkerHello hello;
        final OrderSender orders;
        volatile @Nullable WorkerReport last;
        volatile boolean closed;

        Talk(WorkerHello hello, OrderSender orders) {
            this.hello = hello;
            this.orders = orders;
        }

        @Override
        public void report(WorkerReport report) {
            last = report;
        }

        @Override
        public void closed() {
            closed = true;
        }
    }
}
