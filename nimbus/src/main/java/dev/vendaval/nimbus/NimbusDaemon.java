package dev.vendaval.nimbus;

import dev.vendaval.nimbus.leadership.NimbusClock;
import dev.vendaval.nimbus.leadership.NimbusLoop;
import dev.vendaval.nimbus.leadership.Requests;
import dev.vendaval.nimbus.leadership.SupervisorInbox;
import dev.vendaval.nimbus.service.NimbusEndpoint;
import dev.vendaval.nimbus.service.SupervisorLinkEndpoint;
import dev.vendaval.protocol.artifact.ArtifactStore;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.config.NimbusSettings;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.NimbusRecord;
import dev.vendaval.protocol.state.Registration;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Nimbus: service, election, owner thread. Cluster state and RPC factory belong to the caller, who closes them
 * after this. Thread-safe.
 */
public final class NimbusDaemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NimbusDaemon.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final HostPort address;
    private final NimbusLoop loop;
    private final RpcServer server;
    private final Registration watch;
    private final Registration candidacy;

    private NimbusDaemon(
            HostPort address, NimbusLoop loop, RpcServer server, Registration watch, Registration candidacy) {
        this.address = address;
        this.loop = loop;
        this.server = server;
        this.watch = watch;
        this.candidacy = candidacy;
    }

    /** Starts a Nimbus that listens and stands for election. */
    public static NimbusDaemon start(NimbusSettings settings, ClusterState clusterState, RpcFactory rpc)
            throws IOException {
        return start(settings, clusterState, rpc, new SystemNimbusClock(), randomSuffixes());
    }

    /** The same with clock and ids from outside. */
    static NimbusDaemon start(
            NimbusSettings settings,
            ClusterState clusterState,
            RpcFactory rpc,
            NimbusClock clock,
            Supplier<String> idSuffixes)
            throws IOException {
        ArtifactStore artifacts =
                new ArtifactStore(settings.localDir().resolve("nimbus").resolve("artifacts"));
        NimbusLoop loop = new NimbusLoop(clusterState, clock, idSuffixes);
        NimbusEndpoint forClients = new NimbusEndpoint(
                new Requests(loop, REQUEST_TIMEOUT), clusterState, artifacts, settings.topologyDefaults(), clock);
        SupervisorLinkEndpoint forSupervisors = new SupervisorLinkEndpoint(new SupervisorInbox(loop), artifacts);
        RpcServer server = rpc.serveNimbus(new HostPort(settings.host(), settings.port()), forClients, forSupervisors);
        HostPort address = new HostPort(settings.host(), server.port());
        Registration watch = null;
        try {
            loop.start();
            watch = clusterState.watch(loop::clusterChanged);
            Registration candidacy = clusterState.joinElection(new NimbusRecord(address.host(), address.port()), loop);
            LOG.info("Nimbus listens on {}", address);
            return new NimbusDaemon(address, loop, server, watch, candidacy);
        } catch (RuntimeException e) {
            closeAll(watch, server, loop);
            throw e;
        }
    }

    /** Where it is reached. */
    public HostPort address() {
        return address;
    }

    /** Resigns, stops listening, ends the owner thread. Topologies run on. May be called twice. */
    @Override
    public void close() {
        try {
            candidacy.close();
        } finally {
            closeAll(watch, server, loop);
        }
    }

    private static void closeAll(@Nullable Registration watch, RpcServer server, NimbusLoop loop) {
        try {
            if (watch != null) {
                watch.close();
            }
        } finally {
            try {
                server.close();
            } finally {
                loop.close();
            }
        }
    }

    private static Supplier<String> randomSuffixes() {
        SecureRandom random = new SecureRandom();
        return () -> String.format("%04x", random.nextInt(1 << 16));
    }
}
