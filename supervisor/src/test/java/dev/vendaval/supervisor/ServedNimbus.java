package dev.vendaval.supervisor;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.testing.FakeNimbus;
import java.io.IOException;

/** A Nimbus that supervisors can connect to, over real gRPC. */
final class ServedNimbus extends FakeNimbus implements AutoCloseable {
    private final RpcServer server;

    ServedNimbus(RpcFactory rpc, int port) throws IOException {
        server = rpc.serveNimbus(new HostPort("127.0.0.1", port), this, this);
    }

    int port() {
        return server.port();
    }

    boolean isConnected() {
        return commands.size() > closed.size();
    }

    void reportNow(long reportId) {
        if (isConnected()) {
            commands.get(commands.size() - 1).reportNow(reportId);
        }
    }

    SupervisorReport lastReport() {
        return reports.get(reports.size() - 1);
    }

    @Override
    public void close() {
        server.close();
    }
}
