package dev.vendaval.local;

import dev.vendaval.api.SubmitException;
import dev.vendaval.api.Topology;
import dev.vendaval.client.ProgressListener;
import dev.vendaval.client.Submission;
import dev.vendaval.client.SubmitOptions;
import dev.vendaval.client.SubmitOrder;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.nimbus.NimbusDaemon;
import dev.vendaval.protocol.config.ConfigException;
import dev.vendaval.protocol.config.NimbusSettings;
import dev.vendaval.protocol.config.SupervisorSettings;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.grpc.NimbusClient;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.SupervisorClient;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.MemoryClusterState;
import dev.vendaval.supervisor.SupervisorClock;
import dev.vendaval.supervisor.SupervisorDaemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The daemons of a {@link LocalCluster}, wired and started; closing undoes it in reverse. */
final class LocalDaemons implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration UP_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration HOST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LOG_RETENTION = Duration.ofDays(1);
    private static final Duration WORKER_TIMEOUT = Duration.ofSeconds(10);
    private static final long ARTIFACT_CACHE_BYTES = 1L << 30;

    // Heap of a worker process; workers here are threads.
    private static final long UNUSED_HEAP_BYTES = 64L << 20;

    private static final Caller CALLER = new Caller(System.getProperty("user.name", "unknown"), HOST, "local-cluster");
    private static final Map<String, Object> TOPOLOGY_DEFAULTS =
            TopologyConfig.validated(Map.of("topology.testing.always.serialize", true));

    /** What is to be closed, the last opened first. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private final LocalCluster.Builder shape;
    private final EmissionLogs logs;
    private final VendavalClient client;

    private LocalDaemons(LocalCluster.Builder shape) throws IOException, InterruptedException {
        this.shape = shape;
        this.logs = new EmissionLogs(shape.mostRecorded());
        try {
            this.client = open();
        } catch (IOException | InterruptedException | RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    static LocalDaemons start(LocalCluster.Builder shape) {
        try {
            return new LocalDaemons(shape);
        } catch (IOException e) {
            throw new UncheckedIOException("the local cluster cannot start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the local cluster was starting", e);
        }
    }

    private VendavalClient open() throws IOException, InterruptedException {
        Path directory = keep(TemporaryDirectory.create()).path();
        RpcFactory rpc = keep(new RpcFactory(CALLER));
        MemoryClusterState clusterState = keep(new MemoryClusterState());
        NimbusDaemon nimbus = keep(NimbusDaemon.start(nimbusSettings(directory.resolve("nimbus")), clusterState, rpc));
        ThreadWorkerLauncher launcher = new ThreadWorkerLauncher(rpc, shape.loader(), logs);
        for (int number = 1; number <= shape.supervisorCount(); number++) {
            SupervisorSettings settings = supervisorSettings(directory, "local-" + number);
            keep(SupervisorDaemon.start(settings, clusterState, rpc, launcher, SupervisorClock.system()));
        }
        NimbusClient service = keep(rpc.nimbus(List.of(nimbus.address()), CALL_TIMEOUT));
        VendavalClient opening = keep(new VendavalClient(
                service, address -> newSupervisorClient(rpc, address), CALLER, LocalDaemons::submitId, () -> {}));
        awaitSupervisors(opening);
        return opening;
    }

    private SupervisorClient newSupervisorClient(RpcFactory rpc, dev.vendaval.protocol.config.HostPort address) {
        return keep(rpc.supervisor(address));
    }

    private static String submitId() {
        return UUID.randomUUID().toString();
    }

    private <T extends AutoCloseable> T keep(T resource) {
        synchronized (opened) {
            opened.push(resource);
        }
        return resource;
    }

    private static NimbusSettings nimbusSettings(Path directory) {
        return new NimbusSettings(
                HOST, 0, directory, directory.resolve("logs"), LOG_RETENTION, TOPOLOGY_DEFAULTS, HOST_TIMEOUT, false);
    }

    private SupervisorSettings supervisorSettings(Path directory, String id) {
        Path own = directory.resolve(id);
        return new SupervisorSettings(
                HOST,
                0,
                id,
                Collections.nCopies(shape.slotCount(), 0),
                own,
                own.resolve("logs"),
                LOG_RETENTION,
                ARTIFACT_CACHE_BYTES,
                UNUSED_HEAP_BYTES,
                List.of(),
                WORKER_TIMEOUT);
    }

    /** Until Nimbus leads and knows every supervisor, so that the first submit is placed at once. */
    private void awaitSupervisors(VendavalClient opening) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + UP_TIMEOUT.toNanos();
        while (supervisorsUp(opening) < shape.supervisorCount()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the local cluster is not up after " + UP_TIMEOUT);
            }
            never.await(5, TimeUnit.MILLISECONDS);
        }
    }

    private static long supervisorsUp(VendavalClient opening) {
        try {
            ClusterSummary cluster = opening.cluster();
            return cluster.supervisors().stream()
                    .filter(supervisor -> supervisor.state().equals("UP"))
                    .count();
        } catch (ServiceException e) {
            if (e.code() == SubmitException.Code.NO_CLUSTER) {
                return 0;
            }
            throw e;
        }
    }

    LocalTopology submit(String name, Map<String, Object> configuration, Topology topology) {
        try {
            SubmitOptions options = new SubmitOptions(true, false, shape.submitTimeout());
            SubmitOrder order = new SubmitOrder(name, TopologyConfig.validated(configuration), topology, null);
            Submission submission = client.submit(order, options, ProgressListener.SILENT);
            String id = submission.topologyId();
            LocalTopology running = new LocalTopology(name, id, client, logs.of(id), () -> logs.forget(id));
            SubmitException.Code code = submission.state().code();
            if (code != null) {
                running.close();
                throw new SubmitException(code, String.valueOf(submission.message()), submission.hint());
            }
            return running;
        } catch (ConfigException e) {
            throw new SubmitException(
                    SubmitException.Code.CONFIG, "topology '" + name + "': " + e.getMessage(), null, e);
        } catch (ServiceException e) {
            throw new SubmitException(e.code(), String.valueOf(e.getMessage()), e.hint(), e);
        }
    }

    List<String> supervisors() {
        return client.cluster().supervisors().stream()
                .map(ClusterSummary.Supervisor::id)
                .sorted()
                .toList();
    }

    void drain(String supervisor) {
        client.awaitDrained(client.drain(supervisor), DRAIN_TIMEOUT, ProgressListener.SILENT);
    }

    void undrain(String supervisor) {
        client.undrain(supervisor);
    }

    @Override
    public void close() {
        synchronized (opened) {
            if (opened.isEmpty()) {
                return;
            }
        }
        try {
            killAll();
        } finally {
            closeAll();
        }
    }

    private void killAll() {
        List<VendavalClient.Killed> dying = client.list().stream()
                .map(TopologySummary::name)
                .map(name -> client.kill(name, Duration.ZERO))
                .toList();
        client.awaitGone(dying, KILL_TIMEOUT, ProgressListener.SILENT);
    }

    private void closeAll() {
        RuntimeException failure = null;
        synchronized (opened) {
            while (!opened.isEmpty()) {
                try {
                    opened.pop().close();
                } catch (Exception e) {
                    failure = failure == null
                            ? new IllegalStateException("the local cluster did not close in order", e)
                            : failure;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
