package dev.vendaval.nimbus;

import dev.vendaval.nimbus.artifact.ArtifactUpkeep;
import dev.vendaval.nimbus.artifact.StandbyCopies;
import dev.vendaval.nimbus.leadership.LeadershipSettings;
import dev.vendaval.nimbus.leadership.NimbusClock;
import dev.vendaval.nimbus.leadership.NimbusLoop;
import dev.vendaval.nimbus.leadership.Requests;
import dev.vendaval.nimbus.leadership.SupervisorInbox;
import dev.vendaval.nimbus.leadership.WorkerInbox;
import dev.vendaval.nimbus.service.NimbusEndpoint;
import dev.vendaval.nimbus.service.StandbyEndpoint;
import dev.vendaval.nimbus.service.SupervisorLinkEndpoint;
import dev.vendaval.protocol.artifact.ArtifactPeers;
import dev.vendaval.protocol.artifact.ArtifactStore;
import dev.vendaval.protocol.artifact.StoredArtifacts;
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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Nimbus: service, election, the threads {@code nimbus} and {@code nimbus-artifacts}. Cluster state and RPC factory belong to the caller, who closes them
 * after this. Thread-safe.
 */
public final class NimbusDaemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NimbusDaemon.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final HostPort address;
    /** What is to be closed, the last opened first. */
    private final Deque<AutoCloseable> opened;

    private final CompletableFuture<Void> ended;

    private NimbusDaemon(HostPort address, CompletableFuture<Void> ended, Deque<AutoCloseable> opened) {
        this.address = address;
        this.ended = ended;
        this.opened = opened;
    }

    /** Starts a Nimbus that listens, and stands for election once it holds what a leader needs. */
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
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return open(settings, clusterState, rpc, clock, idSuffixes, opened);
        } catch (IOException | RuntimeException e) {
            closeAll(opened);
            throw e;
        }
    }

    private static NimbusDaemon open(
            NimbusSettings settings,
            ClusterState clusterState,
            RpcFactory rpc,
            NimbusClock clock,
            Supplier<String> idSuffixes,
            Deque<AutoCloseable> opened)
            throws IOException {
        HostPort bind = new HostPort(settings.host(), settings.port());
        // With port 0 the address is known only once it listens, and before that nobody can ask.
        AtomicReference<HostPort> self = new AtomicReference<>(bind);
        ArtifactStore artifacts =
                new ArtifactStore(settings.localDir().resolve("nimbus").resolve("artifacts"));
        ArtifactPeers peers = new ArtifactPeers(clusterState, rpc, self::get);
        StandbyCopies copies = new StandbyCopies(clusterState, rpc, self::get, StandbyCopies.DEFAULT_BOUND);
        NimbusLoop loop = new NimbusLoop(
                clusterState,
                clock,
                idSuffixes,
                new LeadershipSettings(settings.hostTimeout(), settings.rebalanceOnJoin()));
        RpcServer server = rpc.serveNimbus(
                bind,
                new NimbusEndpoint(
                        new Requests(loop, REQUEST_TIMEOUT),
                        clusterState,
                        artifacts,
                        copies,
                        settings.topologyDefaults(),
                        clock),
                new SupervisorLinkEndpoint(new SupervisorInbox(loop), new StoredArtifacts("Nimbus", artifacts)),
                new StandbyEndpoint(artifacts, peers),
                new WorkerInbox(loop));
        HostPort address = new HostPort(settings.host(), server.port());
        self.set(address);
        opened.push(loop);
        opened.push(server);
        loop.start();
        Candidate candidate = new Candidate(clusterState, loop, new NimbusRecord(address.host(), address.port()));
        ArtifactUpkeep upkeep = new ArtifactUpkeep(clusterState, artifacts, peers, candidate, clock::monotonicMs);
        opened.push(clusterState.watch(() -> {
            loop.clusterChanged();
            upkeep.wake();
        }));
        // Announced before it looks what it misses: what is submitted from now on is brought here by the leader.
        opened.push(clusterState.registerNimbus(candidate.self()));
        opened.push(upkeep);
        upkeep.start();
        LOG.info("Nimbus listens on {}", address);
        return new NimbusDaemon(address, loop.ended(), opened);
    }

    /** This Nimbus in the election. */
    private record Candidate(ClusterState clusterState, NimbusLoop loop, NimbusRecord self)
            implements ArtifactUpkeep.Election {
        @Override
        public Registration join() {
            Registration place = clusterState.joinElection(self, loop);
            return () -> {
                try {
                    place.close();
                } finally {
                    loop.revoked(); // who resigns himself is not told
                }
            };
        }

        @Override
        public boolean isElected() {
            return loop.isElected();
        }
    }

    /** Where it is reached. */
    public HostPort address() {
        return address;
    }

    /** Completes exceptionally if a bug has ended its owner thread: whoever runs it is to close it, so that another one leads. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Resigns, stops listening, ends the owner threads. Topologies run on. May be called twice. */
    @Override
    public synchronized void close() {
        closeAll(opened);
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        boolean interrupted = false;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (Exception e) {
                LOG.warn("a part of Nimbus could not be closed in order: {}", e.toString());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Supplier<String> randomSuffixes() {
        SecureRandom random = new SecureRandom();
        return () -> String.format("%04x", random.nextInt(1 << 16));
    }
}
