package dev.vendaval.client;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.NimbusClient;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.SupervisorClient;
import dev.vendaval.protocol.service.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Makes clients that reach their cluster over the network; each closes what it opened. */
public final class ClusterConnector {
    private ClusterConnector() {}

    /**
     * A client of the cluster behind these seeds; connects at its first call.
     *
     * @param callTimeout for one call, not for the waits that a client makes of many
     */
    public static VendavalClient connect(List<HostPort> seeds, Duration callTimeout, Caller caller) {
        return connect(seeds, callTimeout, caller, sentence -> {});
    }

    /**
     * As {@link #connect(List, Duration, Caller)}, with words for a person who waits.
     *
     * @param waiting is told once in a call, by the thread that calls, when it looks for a Nimbus that leads for more than 2 s
     */
    public static VendavalClient connect(
            List<HostPort> seeds, Duration callTimeout, Caller caller, Consumer<String> waiting) {
        RpcFactory rpc = new RpcFactory(caller);
        NimbusClient nimbus = rpc.nimbus(seeds, callTimeout, waiting);
        Map<HostPort, SupervisorClient> supervisors = new ConcurrentHashMap<>();
        return new VendavalClient(
                nimbus,
                address -> supervisors.computeIfAbsent(address, rpc::supervisor),
                caller,
                () -> UUID.randomUUID().toString(),
                () -> {
                    supervisors.values().forEach(SupervisorClient::close);
                    nimbus.close();
                    rpc.close();
                });
    }
}
