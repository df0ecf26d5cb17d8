package dev.vendaval.supervisor;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.service.WorkerDeath;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another supervisor as its peers see it: it hears of deaths. */
final class FakePeer implements AutoCloseable {
    final List<WorkerDeath> deaths = new CopyOnWriteArrayList<>();
    private final RpcServer server;

    FakePeer(RpcFactory rpc, int port) throws IOException {
        server = rpc.serveSupervisor(
                new HostPort("127.0.0.1", port),
                (caller, request, sink, cancelled) -> {},
                (hello, orders) -> {
                    throw new UnsupportedOperationException("it has no workers");
                },
                (caller, death) -> deaths.add(death));
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
