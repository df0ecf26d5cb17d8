package dev.vendaval.supervisor;

import dev.vendaval.protocol.artifact.ArtifactPeers;
import dev.vendaval.protocol.artifact.ArtifactStore;
import dev.vendaval.protocol.artifact.StoredArtifacts;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.config.SupervisorSettings;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.supervisor.disk.SupervisorDirectory;
import dev.vendaval.supervisor.disk.WorkerDirectories;
import dev.vendaval.supervisor.launch.ThreadDump;
import dev.vendaval.supervisor.launch.WorkerLauncher;
import dev.vendaval.supervisor.log.LogRetention;
import dev.vendaval.supervisor.log.WorkerLogs;
import dev.vendaval.supervisor.slot.SlotLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A supervisor from start to orderly stop. Wiring only; its threads are
 *
 * <pre>
 *   supervisor           owner of all state            {@link SupervisorLoop}
 *   supervisor-state     reads the cluster state       {@link DesiredStateReader}
 *   supervisor-files-N   downloads, log retention      bounded, two
 *   network threads      of the RPC factory            {@link SupervisorEndpoint}
 * </pre>
 *
 * Cluster state and RPC factory belong to the caller, who closes them after this.
 */
public final class SupervisorDaemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorDaemon.class);
    private static final int FILE_THREADS = 2;
    private static final int MOST_FILE_TASKS = 1000;

    /** Beyond the longest clean-up time-out of any topology: kill, exit, last report. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration FILE_WORK_TIMEOUT = Duration.ofSeconds(5);

    /** What is to be closed, the last opened first. */
    private final Deque<AutoCloseable> opened;

    private final String id;
    private final HostPort address;
    private final CompletableFuture<Void> ended;

    /** Whether closing stops the workers. */
    private final AtomicBoolean stopsWorkers;

    private SupervisorDaemon(
            Deque<AutoCloseable> opened,
            String id,
            HostPort address,
            CompletableFuture<Void> ended,
            AtomicBoolean stopsWorkers) {
        this.opened = opened;
        this.id = id;
        this.address = address;
        this.ended = ended;
        this.stopsWorkers = stopsWorkers;
    }

    /**
     * Starts a supervisor and returns once it serves and is registered.
     *
     * @throws IOException if its directory, its port or its slots cannot be had
     * @throws dev.vendaval.protocol.state.ClusterStateException if it cannot be registered
     */
    public static SupervisorDaemon start(
            SupervisorSettings settings,
            ClusterState clusterState,
            RpcFactory rpc,
            WorkerLauncher launcher,
            SupervisorClock clock)
            throws IOException, InterruptedException {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return open(settings, clusterState, rpc, launcher, clock, opened);
        } catch (IOException | InterruptedException | RuntimeException e) {
            closeAll(opened);
            throw e;
        }
    }

    private static SupervisorDaemon open(
            SupervisorSettings settings,
            ClusterState clusterState,
            RpcFactory rpc,
            WorkerLauncher launcher,
            SupervisorClock clock,
            Deque<AutoCloseable> opened)
            throws IOException, InterruptedException {
        SupervisorDirectory directory = SupervisorDirectory.open(settings.localDir());
        opened.push(directory);
        String id = directory.id(settings.id());
        List<Integer> slots = directory.slotPorts(settings.slotPorts(), settings.host());
        WorkerDirectories workers = directory.workers();

        Mailbox mailbox = new Mailbox();
        WorkerLogs logs = new WorkerLogs(settings.logDir());
        SupervisorEndpoint endpoint = new SupervisorEndpoint(mailbox, logs);
        ArtifactStore artifacts = new ArtifactStore(directory.artifacts());
        RpcServer server = rpc.serveSupervisor(
                new HostPort(settings.host(), settings.port()),
                endpoint,
                endpoint,
                endpoint,
                new StoredArtifacts("supervisor", artifacts));
        opened.push(server);
        opened.push(logs); // closed before the server, which waits for the requests that follow a log
        HostPort address = new HostPort(settings.host(), server.port());
        SupervisorRecord supervisor = new SupervisorRecord(id, settings.host(), server.port(), slots);

        ThreadPoolExecutor fileWork = fileWork();
        opened.push(() -> end(fileWork));
        CompletableFuture<Void> ended = new CompletableFuture<>();
        // Until it has started: workers that it has adopted must not suffer from a start that fails.
        AtomicBoolean stopsWorkers = new AtomicBoolean();
        DesiredStateReader reader = new DesiredStateReader(
                clusterState, id, state -> mailbox.put(new SupervisorMessage.Desired(state)), bug -> {
                    LOG.error(
                            "the supervisor ends because of a bug; its workers run on, for the next one to adopt", bug);
                    stopsWorkers.set(false);
                    ended.completeExceptionally(bug);
                });
        SlotLimits limits = SlotLimits.of(settings.workerTimeout());
        SupervisorContext context = new SupervisorContext(
                supervisor,
                limits,
                clock,
                mailbox,
                workers,
                directory.retired(),
                new Workers(settings, address, launcher, workers, logs, clock, mailbox),
                rpc,
                artifacts,
                new ArtifactPeers(clusterState, rpc, () -> address),
                settings.artifactCacheBytes(),
                new LogRetention(settings.logDir(), settings.logRetention()),
                new ThreadDump(Path.of(System.getProperty("java.home")), limits.dumpTimeout()),
                fileWork,
                clusterState::isReachable,
                reader::wake);
        Thread owner = ownerThread(new SupervisorLoop(context), ended);
        opened.push(() -> end(owner, mailbox, stopsWorkers.get()));
        opened.push(clusterState.registerSupervisor(supervisor));
        reader.start();
        opened.push(reader);
        stopsWorkers.set(true);
        LOG.info("supervisor {} serves at {}, slots {}", id, address, slots);
        return new SupervisorDaemon(opened, id, address, ended, stopsWorkers);
    }

    private static Thread ownerThread(SupervisorLoop loop, CompletableFuture<Void> ended) {
        Thread owner = new Thread(
                () -> {
                    loop.run();
                    ended.complete(null);
                },
                "supervisor");
        owner.setUncaughtExceptionHandler((thread, failure) -> {
            LOG.error("the supervisor ends because of a bug; its workers run on, for the next one to adopt", failure);
            ended.completeExceptionally(failure);
        });
        owner.start();
        return owner;
    }

    private static ThreadPoolExecutor fileWork() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                FILE_THREADS,
                FILE_THREADS,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_FILE_TASKS),
                task -> new Thread(task, "supervisor-files-" + number.incrementAndGet()));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static void end(ThreadPoolExecutor fileWork) throws InterruptedException {
        fileWork.shutdownNow();
        if (!fileWork.awaitTermination(FILE_WORK_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn("a download does not end; it goes with the process");
        }
    }

    private static void end(Thread owner, Mailbox mailbox, boolean stopsWorkers) throws InterruptedException {
        if (owner.isAlive()) {
            mailbox.put(stopsWorkers ? new SupervisorMessage.StopWorkers() : new SupervisorMessage.LeaveWorkers());
            owner.join(CLOSE_TIMEOUT.toMillis());
        }
        if (owner.isAlive()) {
            LOG.warn("workers are still there after {}; they run on", CLOSE_TIMEOUT);
            owner.interrupt();
        }
    }

    /** The id it is registered with. */
    public String id() {
        return id;
    }

    /** Where it serves. */
    public HostPort address() {
        return address;
    }

    /** Completes when it has stopped; exceptionally if a bug ended it. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Stops the workers in order, then the supervisor. May be called twice. */
    @Override
    public synchronized void close() {
        closeAll(opened);
    }

    /** Ends as in a crash: its workers run on, for the next one on this directory to adopt. Instead of close. */
    synchronized void closeLeavingWorkers() {
        stopsWorkers.set(false);
        close();
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        boolean interrupted = false;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (Exception e) {
                LOG.warn("a part of the supervisor could not be closed in order", e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
