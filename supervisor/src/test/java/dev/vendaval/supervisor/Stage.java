package dev.vendaval.supervisor;

import static org.awaitility.Awaitility.await;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.config.SupervisorSettings;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.LeadershipListener;
import dev.vendaval.protocol.state.NimbusRecord;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.Registration;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A supervisor among fakes: memory for ZooKeeper, {@link ServedNimbus}, {@link FakeWorker}s, all talking
 * over real gRPC on loopback. Plays the leader's part in the cluster state itself.
 */
final class Stage implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String SUPERVISOR = "s1";
    static final int PORT = 6700;
    static final int OTHER_PORT = 6701;

    final UnreliableClusterState clusterState = new UnreliableClusterState();
    final RpcFactory others = new RpcFactory(new Caller("test", "localhost", "others"));
    final RpcFactory rpc = new RpcFactory(new Caller("test", "localhost", "supervisor"));
    final FakeLauncher launcher = new FakeLauncher(others);
    final Path directory;
    ServedNimbus nimbus;
    private Leadership leadership;
    private long assignmentVersion;
    private @Nullable SupervisorDaemon daemon;

    Stage(Path directory) throws Exception {
        this.directory = directory;
        Files.createDirectories(workerDirectories()); // tests assign before they start it: it was there before
        this.nimbus = new ServedNimbus(others, 0);
        this.leadership = lead(clusterState, nimbus);
    }

    private record Leadership(Registration registration, LeaderEpoch epoch) {}

    /** That Nimbus becomes leader, with a new epoch. */
    private static Leadership lead(UnreliableClusterState clusterState, ServedNimbus nimbus) throws Exception {
        CompletableFuture<LeaderEpoch> elected = new CompletableFuture<>();
        Registration registration =
                clusterState.joinElection(new NimbusRecord("127.0.0.1", nimbus.port()), new LeadershipListener() {
                    @Override
                    public void elected(LeaderEpoch newEpoch) {
                        elected.complete(newEpoch);
                    }

                    @Override
                    public void revoked() {}
                });
        return new Leadership(registration, elected.get(10, TimeUnit.SECONDS));
    }

    /** Nimbus dies and another one, elsewhere, leads. */
    void nimbusFailsOver() throws Exception {
        nimbusDies();
        nimbus = new ServedNimbus(others, 0);
        leadership = lead(clusterState, nimbus);
    }

    void nimbusDies() {
        leadership.registration().close();
        nimbus.close();
    }

    /** Nimbus is gone for a moment and comes back at the same address; the election sees nothing of it. */
    void nimbusRestarts() throws IOException {
        int port = nimbus.port();
        nimbus.close();
        nimbus = new ServedNimbus(others, port);
    }

    SupervisorDaemon start() throws Exception {
        return start(SupervisorClock.system());
    }

    SupervisorDaemon start(SupervisorClock clock) throws Exception {
        SupervisorDaemon started = SupervisorDaemon.start(settings(), clusterState, rpc, launcher, clock);
        daemon = started;
        return started;
    }

    /** With these slots instead of the usual two. */
    SupervisorDaemon start(List<Integer> ports) throws Exception {
        SupervisorDaemon started =
                SupervisorDaemon.start(settings(ports), clusterState, rpc, launcher, SupervisorClock.system());
        daemon = started;
        return started;
    }

    SupervisorSettings settings() {
        return settings(List.of(PORT, OTHER_PORT));
    }

    private SupervisorSettings settings(List<Integer> ports) {
        return new SupervisorSettings(
                "127.0.0.1",
                0,
                SUPERVISOR,
                ports,
                directory.resolve("data"),
                directory.resolve("logs"),
                Duration.ofDays(7),
                1 << 20,
                64 << 20,
                List.of("-Dhost=option"),
                Duration.ofSeconds(10));
    }

    void submit(String id, @Nullable String artifact) {
        submit(id, artifact, "run");
    }

    void submit(String id, @Nullable String artifact, String isolated) {
        Map<String, Object> config = TopologyConfig.merge(
                TopologyConfig.defaults(),
                TopologyConfig.validated(Map.of(
                        "topology.worker.heap",
                        "32MiB",
                        "topology.worker.jvm.options",
                        List.of("-Dits=own"),
                        "topology.isolated",
                        isolated)));
        TopologyDefinition definition = new TopologyDefinition(id, id, "submit-" + id, artifact, config, topology(), 1);
        clusterState.createTopology(leadership.epoch(), definition, TopologyState.of(TopologyStatus.ACTIVE));
    }

    static Topology topology() {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", new NoSpout());
        return builder.build();
    }

    /** Assigns these ports of the supervisor to the topology, as workers 0, 1, ... with that lease. */
    void assign(String id, long lease, int... ports) {
        List<WorkerSlot> workers = new ArrayList<>();
        List<ExecutorAssignment> executors = new ArrayList<>();
        for (int port : ports) {
            executors.add(
                    new ExecutorAssignment(new ExecutorTasks("words", List.of(workers.size() + 1)), workers.size()));
            workers.add(new WorkerSlot(workers.size(), SUPERVISOR, "127.0.0.1", port, lease));
        }
        assignmentVersion =
                clusterState.placement(id).map(Placement::nextVersion).orElse(1L);
        clusterState.writeAssignment(
                leadership.epoch(), new Assignment(id, assignmentVersion, 1, workers, executors, List.of()));
    }

    /** Takes the change of an assignment a step on. */
    void replace(Placement next) {
        clusterState.replacePlacement(
                leadership.epoch(), clusterState.placement(next.topologyId()).orElseThrow(), next);
    }

    /** Assigns a slot of this supervisor as worker 0 and one of another supervisor as worker 1. */
    void assignWith(String otherSupervisor, String id, int port) {
        List<WorkerSlot> workers = List.of(
                new WorkerSlot(0, SUPERVISOR, "127.0.0.1", port, 1),
                new WorkerSlot(1, otherSupervisor, "127.0.0.1", 9999, 1));
        assignmentVersion =
                clusterState.placement(id).map(Placement::nextVersion).orElse(1L);
        clusterState.writeAssignment(
                leadership.epoch(), new Assignment(id, assignmentVersion, 2, workers, List.of(), List.of()));
    }

    void changeStatus(String id, TopologyStatus status) {
        int version = clusterState.topologyState(id).orElseThrow().version();
        clusterState.updateTopologyState(leadership.epoch(), id, TopologyState.of(status), version);
    }

    void remove(String id) {
        clusterState.removeTopology(leadership.epoch(), id);
    }

    /** The worker of that launch, in the order of launches over all slots, once it is there. */
    FakeWorker worker(int launch) {
        await().atMost(PATIENCE).until(() -> launcher.launched.size() >= launch);
        return launcher.launched.get(launch - 1);
    }

    /** A worker that has been told what to run. */
    FakeWorker definedWorker(int launch) {
        FakeWorker worker = worker(launch);
        await().atMost(PATIENCE).until(() -> worker.orders.size() >= 2);
        return worker;
    }

    void awaitReport(Predicate<SupervisorReport> condition) {
        await().atMost(PATIENCE).until(() -> !nimbus.reports.isEmpty() && condition.test(nimbus.lastReport()));
    }

    /** Idle threads of a server that has closed need a moment to go. */
    static void awaitNoThreadLeft() {
        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("supervisor")));
    }

    String notices() {
        return nimbus.lastReport().notices().toString();
    }

    Path workerDirectories() {
        return directory.resolve("data/supervisor/workers");
    }

    Path workerDirectory(String id, int port) {
        return directory.resolve("data/supervisor/workers").resolve(id).resolve(Integer.toString(port));
    }

    HostPort address() {
        if (daemon == null) {
            throw new IllegalStateException("not started");
        }
        return daemon.address();
    }

    /** The supervisor goes and its workers run on, without it. */
    void leave() {
        if (daemon != null) {
            daemon.closeLeavingWorkers();
        }
        launcher.launched.forEach(FakeWorker::disconnect);
    }

    /** A worker finds the present supervisor, as soon as it can know where that is. */
    void findsSupervisor(FakeWorker worker) {
        await().atMost(PATIENCE).until(() -> worker.supervisor().equals(address()));
        worker.connect();
    }

    void stop() {
        if (daemon != null) {
            daemon.close();
        }
    }

    @Override
    public void close() {
        launcher.launched.forEach(FakeWorker::destroyForcibly);
        stop();
        nimbus.close();
        rpc.close();
        others.close();
        clusterState.close();
    }

    private static final class NoSpout implements Spout {
        private static final long serialVersionUID = 1;

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number"));
        }

        @Override
        public void open(Map<String, Object> config, TopologyContext context, SpoutOutputCollector collector) {}

        @Override
        public void nextTuple() {}
    }
}
