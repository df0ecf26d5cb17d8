package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.SupervisorLinkService;
import dev.vendaval.protocol.service.SupervisorService;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerLinkService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Stage 1. */
@SuppressWarnings("DoNotCallSuggester")
public final class RpcFactory implements AutoCloseable {
    public RpcFactory(Caller caller) {
        if (caller.user().isEmpty()) {
            throw unbuilt();
        }
    }

    public RpcServer serveNimbus(HostPort bind, NimbusService nimbus, SupervisorLinkService supervisors)
            throws IOException {
        throw unbuilt();
    }

    public RpcServer serveSupervisor(HostPort bind, SupervisorService supervisor, WorkerLinkService workers)
            throws IOException {
        throw unbuilt();
    }

    public NimbusClient nimbus(List<HostPort> seeds, Duration deadline) {
        throw unbuilt();
    }

    public SupervisorClient supervisor(HostPort address) {
        throw unbuilt();
    }

    public NimbusConnection connectSupervisorToNimbus(HostPort leader, CommandListener listener) {
        throw unbuilt();
    }

    public SupervisorConnection connectWorkerToSupervisor(
            HostPort supervisor, WorkerHello hello, OrderListener listener) {
        throw unbuilt();
    }

    /** A channel for the links between workers. */
    public ManagedChannel channel(HostPort address) {
        throw unbuilt();
    }

    /** A started server for the links between workers. */
    public Server server(HostPort bind, List<ServerServiceDefinition> services) throws IOException {
        throw unbuilt();
    }

    @Override
    public void close() {}

    private static UnsupportedOperationException unbuilt() {
        return new UnsupportedOperationException("stage 1");
    }
}
