package dev.vendaval.protocol.grpc;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.frame.FrameAcceptor;
import dev.vendaval.protocol.frame.FrameConnection;
import dev.vendaval.protocol.frame.FrameListener;
import dev.vendaval.protocol.frame.FrameNetwork;
import dev.vendaval.protocol.frame.FrameServer;
import dev.vendaval.protocol.service.ArtifactService;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.StandbyService;
import dev.vendaval.protocol.service.SupervisorLinkService;
import dev.vendaval.protocol.service.SupervisorPeerService;
import dev.vendaval.protocol.service.SupervisorService;
import dev.vendaval.protocol.service.WorkerDeath;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerLinkService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one place where channels and servers are made, so that transport security has one seam. Each process, or each
 * daemon in local mode, has one. Owns the network threads; closing it ends everything it made and leaves no thread.
 * Thread-safe.
 */
public final class RpcFactory implements AutoCloseable {
    private static final int NAME_LOOKUP_THREADS = 4;
    private static final int NAME_LOOKUPS_WAITING = 1024;

    private final Caller caller;
    private final EventLoops loops = new EventLoops();
    private final ThreadPoolExecutor nameLookups =
            NamedPool.queueing("vendaval-lookup", NAME_LOOKUP_THREADS, NAME_LOOKUPS_WAITING);
    private final Channels channels = new Channels(loops, nameLookups);
    private final FrameNetwork links = new FrameNetwork(nameLookups, Limits.LINK_FRAME_BYTES);
    private final Set<RpcServer> controlServers = ConcurrentHashMap.newKeySet();

    /** With the identity that conversations of this process carry; clients' calls carry that of their argument. */
    public RpcFactory(Caller caller) {
        this.caller = caller;
    }

    /**
     * Serves clients and supervisors, of a Nimbus that has no others beside it.
     *
     * @throws IOException if the address cannot be listened on
     */
    public RpcServer serveNimbus(HostPort bind, NimbusService nimbus, SupervisorLinkService supervisors)
            throws IOException {
        return serveNimbus(bind, nimbus, supervisors, (caller, sha256) -> {
            throw new ServiceException(
                    SubmitException.Code.ILLEGAL_STATE, "this Nimbus keeps no artifacts for another", null);
        });
    }

    /**
     * Serves clients, supervisors and the leading Nimbus.
     *
     * @throws IOException if the address cannot be listened on
     */
    public RpcServer serveNimbus(
            HostPort bind, NimbusService nimbus, SupervisorLinkService supervisors, StandbyService standby)
            throws IOException {
        return serveNimbus(bind, nimbus, supervisors, standby, (hello, orders) -> {
            throw new ServiceException(SubmitException.Code.ILLEGAL_STATE, "this Nimbus listens to no workers", null);
        });
    }

    /**
     * Serves clients, supervisors, the leading Nimbus, and workers that have no supervisor.
     *
     * @throws IOException if the address cannot be listened on
     */
    public RpcServer serveNimbus(
            HostPort bind,
            NimbusService nimbus,
            SupervisorLinkService supervisors,
            StandbyService standby,
            WorkerLinkService workers)
            throws IOException {
        ThreadPoolExecutor transferThreads = NamedPool.refusing("nimbus-transfer", Limits.TRANSFER_THREADS);
        Transfers transfers = new Transfers(transferThreads);
        return serve(
                "nimbus-rpc",
                bind,
                List.of(
                        new NimbusEndpoint(nimbus, transfers).bindService(),
                        new SupervisorLinkEndpoint(supervisors).bindService(),
                        new ArtifactEndpoint(supervisors, transfers).bindService(),
                        new StandbyEndpoint(standby, transfers).bindService(),
                        new WorkerLinkEndpoint(workers).bindService()),
                transferThreads);
    }

    /**
     * Serves clients, workers and other supervisors, of a supervisor that has no artifacts.
     *
     * @throws IOException if the address cannot be listened on
     */
    public RpcServer serveSupervisor(
            HostPort bind, SupervisorService supervisor, WorkerLinkService workers, SupervisorPeerService peers)
            throws IOException {
        return serveSupervisor(bind, supervisor, workers, peers, (caller, sha256, sink) -> {
            throw new ServiceException(
                    SubmitException.Code.NOT_FOUND, "this supervisor does not have the artifact " + sha256, null);
        });
    }

    /**
     * Serves clients, workers, other supervisors and whoever misses an artifact.
     *
     * @throws IOException if the address cannot be listened on
     */
    public RpcServer serveSupervisor(
            HostPort bind,
            SupervisorService supervisor,
            WorkerLinkService workers,
            SupervisorPeerService peers,
            ArtifactService artifacts)
            throws IOException {
        ThreadPoolExecutor transferThreads = NamedPool.refusing("supervisor-transfer", Limits.TRANSFER_THREADS);
        Transfers transfers = new Transfers(transferThreads);
        return serve(
                "supervisor-rpc",
                bind,
                List.of(
                        new SupervisorEndpoint(supervisor, transfers).bindService(),
                        new WorkerLinkEndpoint(workers).bindService(),
                        new SupervisorPeerEndpoint(peers).bindService(),
                        new ArtifactEndpoint(artifacts, transfers).bindService()),
                transferThreads);
    }

    private RpcServer serve(
            String name, HostPort bind, List<ServerServiceDefinition> services, ThreadPoolExecutor transferThreads)
            throws IOException {
        ThreadPoolExecutor callThreads = NamedPool.queueing(name, Limits.CALL_THREADS, Limits.CALLS_WAITING);
        Server server = started(bind, builder(bind, services, callThreads).intercept(new CallerHeader()));
        RpcServer made = new ControlServer(server, callThreads, transferThreads, controlServers::remove);
        controlServers.add(made);
        return made;
    }

    private NettyServerBuilder builder(HostPort bind, List<ServerServiceDefinition> services, Executor executor) {
        return NettyServerBuilder.forAddress(new InetSocketAddress(bind.host(), bind.port()))
                .bossEventLoopGroup(loops.group())
                .workerEventLoopGroup(loops.group())
                .channelType(loops.serverChannelType())
                .maxInboundMessageSize(Limits.MESSAGE_BYTES)
                .maxInboundMetadataSize(Limits.METADATA_BYTES)
                .maxConcurrentCallsPerConnection(Limits.CALLS_PER_CONNECTION)
                .permitKeepAliveTime(Limits.KEEP_ALIVE.toMillis() / 2, TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addServices(services)
                .executor(executor);
    }

    private static Server started(HostPort bind, NettyServerBuilder builder) throws IOException {
        try {
            return builder.build().start();
        } catch (IOException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new IOException("cannot listen on " + bind + ": " + reason.getMessage(), e);
        }
    }

    /**
     * A client that finds the leading Nimbus by itself.
     *
     * @param deadline of each call, the search for the leader included
     */
    public NimbusClient nimbus(List<HostPort> seeds, Duration deadline) {
        return nimbus(seeds, deadline, sentence -> {});
    }

    /**
     * As {@link #nimbus(List, Duration)}, with words for a person who waits.
     *
     * @param waiting is told once in a call, by the thread that calls, when it looks for the leader for more than 2 s
     */
    public NimbusClient nimbus(List<HostPort> seeds, Duration deadline, Consumer<String> waiting) {
        return new NimbusClient(channels, seeds, deadline, waiting);
    }

    /** A client of one supervisor. */
    public SupervisorClient supervisor(HostPort address) {
        return new SupervisorClient(channels, address);
    }

    /** A client of one Nimbus or supervisor that may have artifacts. */
    public ArtifactClient artifacts(HostPort address) {
        return new ArtifactClient(channels, address, caller);
    }

    /** Begins a supervisor's conversation; returns at once, failure is told to {@link CommandListener#closed}. */
    public NimbusConnection connectSupervisorToNimbus(HostPort leader, CommandListener listener) {
        return NimbusLink.open(channels, leader, caller, listener);
    }

    /** Begins a worker's conversation; returns at once, failure is told to {@link OrderListener#closed}. */
    public SupervisorConnection connectWorkerToSupervisor(
            HostPort supervisor, WorkerHello hello, OrderListener listener) {
        return SupervisorLink.open(channels, supervisor, caller, hello, listener);
    }

    /** Tells another supervisor of a death; returns at once, the result is there within the time-out. */
    public CompletableFuture<Void> announceDeath(HostPort supervisor, WorkerDeath death, Duration timeout) {
        return DeathAnnouncement.send(channels, supervisor, caller, death, timeout);
    }

    /** Begins to connect a link to another worker; returns at once. */
    public FrameConnection connectLink(HostPort address, int kind, FrameListener listener) {
        return links.connect(address, kind, listener);
    }

    /**
     * Listens for the links of other workers. Whoever asked for it closes it; closing the factory does so at the latest.
     *
     * @param onDeath told of a fault that has ended a network thread, and with it links; returns at once
     * @throws IOException if the address cannot be listened on
     */
    public FrameServer serveLinks(HostPort bind, FrameAcceptor acceptor, Consumer<Throwable> onDeath)
            throws IOException {
        return links.listen(bind, acceptor, onDeath);
    }

    /** A bare channel, for tests. */
    ManagedChannel channel(HostPort address) {
        return channels.control(address);
    }

    /** Ends all channels and servers, then the network threads. */
    @Override
    public void close() {
        channels.close();
        controlServers.forEach(RpcServer::close);
        links.close();
        NamedPool.close(nameLookups, 0);
        loops.close();
    }
}
