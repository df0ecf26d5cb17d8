package dev.vendaval.cli.daemon;

import dev.vendaval.cli.console.Session;
import dev.vendaval.nimbus.NimbusDaemon;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.config.NimbusSettings;
import dev.vendaval.protocol.config.SupervisorSettings;
import dev.vendaval.protocol.config.ZooKeeperSettings;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.zookeeper.ZooKeeperClusterState;
import dev.vendaval.supervisor.SupervisorClock;
import dev.vendaval.supervisor.SupervisorDaemon;
import dev.vendaval.supervisor.launch.LaunchRequest;
import dev.vendaval.supervisor.launch.WorkerHandle;
import dev.vendaval.supervisor.launch.WorkerLauncher;
import dev.vendaval.worker.host.UserLoaders;
import dev.vendaval.worker.host.WorkerClock;
import dev.vendaval.worker.host.WorkerOptions;
import dev.vendaval.worker.host.WorkerRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Every daemon there is and their workers in this one JVM, so that one JVM has loaded the classes of all of them when its
 * class-data archive is written. Two supervisors, so that two workers have a link. Owned by one thread.
 */
public final class TrainingCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration WORKER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LOG_RETENTION = Duration.ofDays(1);
    private static final long MANY_BYTES = 1L << 30;

    /** What is to be closed, the last opened first. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private final HostPort nimbus;

    private TrainingCluster(Path directory) throws IOException, InterruptedException {
        EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(new HostPort(HOST, 0), directory.resolve("zookeeper"));
        opened.push(zooKeeper);
        ClusterState clusterState = ZooKeeperClusterState.connect(
                new ZooKeeperSettings(List.of(zooKeeper.address().toString()), "/vendaval", SESSION_TIMEOUT));
        opened.push(clusterState);
        RpcFactory rpc = new RpcFactory(Session.caller());
        opened.push(rpc);
        NimbusSettings settings = new NimbusSettings(
                HOST,
                0,
                directory.resolve("nimbus"),
                directory.resolve("logs"),
                LOG_RETENTION,
                Map.of(),
                SESSION_TIMEOUT,
                false);
        NimbusDaemon daemon = NimbusDaemon.start(settings, clusterState, rpc);
        opened.push(daemon);
        nimbus = daemon.address();
        for (int number = 1; number <= 2; number++) {
            opened.push(SupervisorDaemon.start(
                    supervisorSettings(directory.resolve("supervisor-" + number)),
                    clusterState,
                    rpc,
                    new LauncherHere(rpc),
                    SupervisorClock.system()));
        }
    }

    /** Starts it; what it writes goes into the directory. */
    public static TrainingCluster start(Path directory) throws IOException, InterruptedException {
        return new TrainingCluster(directory);
    }

    private static SupervisorSettings supervisorSettings(Path directory) {
        return new SupervisorSettings(
                HOST,
                0,
                null,
                List.of(0),
                directory,
                directory.resolve("logs"),
                LOG_RETENTION,
                MANY_BYTES,
                MANY_BYTES,
                List.of(),
                WORKER_TIMEOUT);
    }

    /** Where clients reach it. */
    public HostPort nimbus() {
        return nimbus;
    }

    @Override
    public void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** Workers as threads of this JVM, with the user's classes from the jar that was submitted. */
    private record LauncherHere(RpcFactory rpc) implements WorkerLauncher {
        @Override
        public WorkerHandle launch(LaunchRequest request) {
            CompletableFuture<Integer> exit = new CompletableFuture<>();
            WorkerRuntime worker = WorkerRuntime.start(new WorkerOptions(
                    request.supervisor(),
                    request.topologyId(),
                    request.host(),
                    request.port(),
                    request.incarnation(),
                    ProcessHandle.current().pid(),
                    request.directory(),
                    rpc,
                    WorkerClock.system(),
                    UserLoaders.ofArtifacts(TrainingCluster.class.getClassLoader()),
                    List::of,
                    true,
                    end -> exit.complete(end.isOrderly() ? 0 : 1)));
            return new WorkerHere(worker, exit);
        }
    }

    private record WorkerHere(WorkerRuntime worker, CompletableFuture<Integer> onExit) implements WorkerHandle {
        @Override
        public long pid() {
            return ProcessHandle.current().pid();
        }

        @Override
        public void destroy() {
            worker.stop("its supervisor asked it to end");
        }

        @Override
        public void destroyForcibly() {
            worker.stop("its supervisor ended it");
        }
    }
}
