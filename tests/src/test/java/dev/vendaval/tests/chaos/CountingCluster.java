package dev.vendaval.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.client.ClusterConnector;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.config.FreePorts;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.topologies.chaos.Counting;
import dev.vendaval.tests.topologies.chaos.Switch;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A ZooKeeper, two Nimbuses and some supervisors, each on an address of its own, as processes, and on them a {@link Counting}
 * topology. Its directory below {@code target/rebalance} is kept. Used by the thread of the test; closing ends all of it by
 * SIGKILL.
 */
final class CountingCluster implements AutoCloseable {
    static final String TOPOLOGY = "counting";

    private static final int NIMBUSES = 2;
    private static final String HEAP = "128MiB";
    private static final Duration SESSION = Duration.ofSeconds(4);
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final List<String> vendaval;
    private final Path directory;
    private final HostPort zooKeeper;
    private final List<HostPort> seeds = new ArrayList<>();
    private final List<Service> nimbuses = new ArrayList<>();
    private final List<Service> supervisors = new ArrayList<>();
    private final int slots;
    private final VendavalClient client;
    private final Cli cli;
    private Path tapes;

    private CountingCluster(List<String> vendaval, int supervisorCount, int slots) throws IOException {
        this.vendaval = vendaval;
        this.slots = slots;
        Path parent = Files.createDirectories(Path.of("target", "rebalance").toAbsolutePath());
        directory = Files.createTempDirectory(parent, "cluster");
        tapes = directory;
        try {
            List<Integer> ports = new ArrayList<>(FreePorts.choose(NIMBUSES + 1, "127.0.0.1"));
            zooKeeper = new HostPort("127.0.0.1", ports.remove(0));
            ports.forEach(port -> seeds.add(new HostPort("127.0.0.1", port)));
            daemon("zookeeper", "", "dev-zookeeper", "--port", String.valueOf(zooKeeper.port()))
                    .awaitReady();
            for (HostPort seed : seeds) {
                String keys = "nimbus.host: " + seed.host() + "\nnimbus.port: " + seed.port() + "\n";
                nimbuses.add(daemon("nimbus-" + (nimbuses.size() + 1), keys, "nimbus"));
            }
            nimbuses.forEach(Service::awaitReady);
            started.push(this::endWorkers); // after the supervisors, who would start them again
            for (int number = 1; number <= supervisorCount; number++) {
                startSupervisor(number);
            }
            supervisors.forEach(Service::awaitReady);
            Path configuration = Files.writeString(directory.resolve("client.yaml"), common());
            cli = new Cli(List.of("--config", configuration.toString()), directory);
            client = ClusterConnector.connect(seeds, CALL, new Caller("tests", "127.0.0.1", "rebalance"));
            started.push(client);
        } catch (IOException | RuntimeException | Error e) {
            closeAfter(e);
            throw e;
        }
    }

    /** Everything but the topology. */
    static CountingCluster start(int supervisors, int slots) throws IOException {
        return new CountingCluster(Distribution.vendaval(), supervisors, slots);
    }

    /** For a test to which no time matters. */
    static CountingCluster startForShortLives(int supervisors, int slots) throws IOException {
        return new CountingCluster(Distribution.vendavalForShortLives(), supervisors, slots);
    }

    private void startSupervisor(int number) throws IOException {
        String keys = "supervisor.host: " + host(number) + "\nsupervisor.port: 0\nsupervisor.id: supervisor-" + number
                + "\nsupervisor.slots.ports: " + Collections.nCopies(slots, 0) + "\n";
        supervisors.add(daemon("supervisor-" + number, keys, "supervisor"));
    }

    /** The address of a supervisor, whose numbers begin with 1. */
    static String host(int supervisor) {
        return "127.0.0." + (1 + supervisor);
    }

    private String common() {
        return "zookeeper.servers: [\"" + zooKeeper + "\"]\nnimbus.seeds: "
                + seeds.stream().map(seed -> "\"" + seed + "\"").toList() + "\nzookeeper.session.timeout: "
                + SESSION.toSeconds() + "s\n";
    }

    private Service daemon(String name, String keys, String... command) throws IOException {
        Path own = Files.createDirectories(directory.resolve(name));
        Path configuration =
                Files.writeString(directory.resolve(name + ".yaml"), common() + keys + "local.dir: " + own + "\n");
        List<String> line = new ArrayList<>(vendaval);
        line.addAll(List.of("--config", configuration.toString()));
        line.addAll(List.of(command));
        Service service = Service.start(name, line, directory);
        started.push(service);
        return service;
    }

    private void endWorkers() throws IOException {
        for (WorkerProcess worker : workers()) {
            ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
        await("every worker is gone").atMost(SOON).until(() -> workers().isEmpty());
    }

    /** Submits a topology with tapes of its own and returns when it runs. No tree is given up while a switch is held. */
    void submit(int workers, int perSecond) throws IOException {
        tapes = Files.createTempDirectory(directory, "tapes");
        cli.run(
                        "--timeout",
                        String.valueOf(CALL.toSeconds()),
                        "-c",
                        "topology.message.timeout=2m",
                        "jar",
                        Distribution.testTopologies().toString(),
                        Counting.class.getName(),
                        TOPOLOGY,
                        tapes.toString(),
                        String.valueOf(workers),
                        String.valueOf(perSecond),
                        String.valueOf(Counting.COUNT_TASKS),
                        HEAP)
                .ok();
    }

    Path directory() {
        return directory;
    }

    Path tapes() {
        return tapes;
    }

    Cli cli() {
        return cli;
    }

    VendavalClient client() {
        return client;
    }

    TopologyInfo info() {
        return client.info(TOPOLOGY);
    }

    TopologyStatus status() {
        return info().status();
    }

    Service supervisor(String name) {
        return supervisors.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no supervisor " + name));
    }

    List<WorkerProcess> workers() throws IOException {
        return WorkerProcess.of(directory);
    }

    /** Kills a worker process and returns when it is gone. */
    void kill(WorkerProcess worker) {
        ProcessHandle.of(worker.pid()).ifPresent(process -> {
            process.destroyForcibly();
            await(worker + " is gone").atMost(SOON).until(() -> !process.isAlive());
        });
    }

    /** Kills the leading Nimbus, waits for the other to lead, and starts the dead one again as the standby. */
    void replaceLeader() throws IOException {
        Service leader = leader();
        leader.kill();
        await("the standby leads")
                .atMost(SOON)
                .pollInterval(POLL)
                .ignoreExceptions()
                .until(() -> LeadingNimbus.among(nimbuses, seeds, client) != leader);
        leader.restart();
        leader.awaitReady();
    }

    private Service leader() {
        return await("a Nimbus leads")
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> LeadingNimbus.among(nimbuses, seeds, client), service -> true);
    }

    /** Has the source hold, waits until all that it has emitted is done, and returns what is on the tapes then. */
    History rest() throws IOException {
        Switch.HOLD.on(tapes);
        await("the change is over").atMost(SOON).pollInterval(POLL).until(() -> status() == TopologyStatus.ACTIVE);
        await("every executor runs")
                .atMost(SOON)
                .pollInterval(POLL)
                .until(() ->
                        info().executors().stream().allMatch(executor -> executor.state() == ExecutorState.RUNNING));
        await("everything emitted is done, nothing in flight")
                .atMost(SOON)
                .pollInterval(POLL)
                .ignoreExceptionsInstanceOf(ServiceException.class)
                .untilAsserted(() -> {
                    assertThat(inFlight()).isEmpty();
                    assertThat(undone(History.read(tapes)).cardinality())
                            .as("ids that were emitted and never acked")
                            .isZero();
                });
        return History.read(tapes);
    }

    private static BitSet undone(History history) {
        BitSet undone = history.ids(Kind.EMITTED);
        undone.andNot(history.ids(Kind.ACKED));
        return undone;
    }

    /** The cluster as {@link Checker} wants to see it; nobody stands by. */
    Rest seenFromOutside() throws IOException {
        return new Rest(ChaosCluster.pids(workers()), inFlight(), Set.of(), Set.of());
    }

    private Map<String, Long> inFlight() {
        Map<String, Long> inFlight = new TreeMap<>();
        List<TopologyInfo.Worker> all = info().workers();
        for (TopologyInfo.Worker worker : all) {
            InFlight now = worker.inFlight();
            if (!now.isZero()) {
                inFlight.put(worker.supervisor() + " " + worker.port() + " " + now, 1L);
            }
        }
        if (all.isEmpty()) {
            inFlight.put("no worker reports", 1L);
        }
        return inFlight;
    }

    /** Kills the topology; its name is free then. */
    void end() throws IOException {
        Switch.KEEP.off(tapes);
        Switch.PREPARE.off(tapes);
        cli.run("kill", TOPOLOGY, "-w", "0").ok();
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        Throwable failure = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception | AssertionError e) {
                failure = e; // The others are to end all the same.
            }
        }
        if (failure != null) {
            throw new AssertionError("the cluster in " + directory + " did not end as it should", failure);
        }
    }
}
