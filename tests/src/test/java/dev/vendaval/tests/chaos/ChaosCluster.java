package dev.vendaval.tests.chaos;

import static org.awaitility.Awaitility.await;

import dev.vendaval.client.ClusterConnector;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.config.FreePorts;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.topologies.chaos.Chaos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A ZooKeeper ensemble of three, two Nimbus and {@value #HOSTS} supervisors, each a process that can be killed and started again; on
 * it the topology under test and a quiet one, the bystander. Its directory below {@code target/chaos} is kept. Used by the
 * thread of the test; closing ends every process that has to do with it, by SIGKILL.
 */
final class ChaosCluster implements AutoCloseable {
    static final int HOSTS = 3;
    static final int PER_SECOND = 5_000;
    static final String TOPOLOGY = "chaos";

    /** Where hosts are of their own. */
    static final int HOST_WITH_SMALL_DISK = 1;

    /** Options of the command that submits. */
    static final String[] STOPS_IF_ISOLATED = {"-c", "topology.isolated=stop"};

    private static final Pattern READY = Pattern.compile("^(?<when>\\S+Z) .* of " + TOPOLOGY
            + "-.*: ready after .*, launch to hello (?<hello>\\d+), hello to ready (?<ready>\\d+)$");

    private static final String BYSTANDER = "bystander";
    private static final int SLOTS = 3;
    private static final int NIMBUSES = 2;
    private static final int BYSTANDER_PER_SECOND = 20;
    private static final Duration DEFAULT_SESSION = Duration.ofSeconds(10);
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(40);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    /** For a JVM that is ended in the middle of a test. */
    private final Thread hook = new Thread(this::endAll, "end of chaos");

    private final Path directory;
    private final Duration session;
    private final @Nullable Network network;
    private @Nullable SmallDisk smallDisk;
    private final ZooKeeperEnsemble zooKeeper;
    private final List<Service> nimbuses = new ArrayList<>();
    private final List<HostPort> seeds = new ArrayList<>();
    private final List<Service> supervisors = new ArrayList<>();
    private final VendavalClient client;
    private final Cli cli;

    private ChaosCluster(boolean hostsOfTheirOwn, Duration session, String... bystanderOptions) throws IOException {
        this.directory = newDirectory();
        this.session = session;
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            network = hostsOfTheirOwn ? opened(Network.create(HOSTS)) : null;
            zooKeeper = opened(ZooKeeperEnsemble.start(directory, control()));
            zooKeeper.awaitServing();
            startNimbuses();
            startSupervisors();
            Path configuration = Files.writeString(directory.resolve("client.yaml"), common());
            cli = new Cli(List.of("--config", configuration.toString()), directory);
            client = opened(ClusterConnector.connect(seeds, CALL, new Caller("tests", "127.0.0.1", "chaos")));
            submit(BYSTANDER, 1, BYSTANDER_PER_SECOND, bystanderOptions);
            submit(TOPOLOGY, HOSTS, PER_SECOND);
        } catch (IOException | RuntimeException | Error e) {
            closeAfter(e);
            throw e;
        }
    }

    /** Starts everything, every daemon in this machine's network. */
    static ChaosCluster start() throws IOException {
        return new ChaosCluster(false, DEFAULT_SESSION);
    }

    /** The same, with a session time-out in ZooKeeper and a bystander that stops where it is isolated. */
    static ChaosCluster startWithSession(Duration session) throws IOException {
        return new ChaosCluster(false, session, STOPS_IF_ISOLATED);
    }

    /** Starts it with each supervisor, and all of control together, in a network namespace: a host of its own. */
    static ChaosCluster startOnHostsOfTheirOwn() throws IOException {
        return startOnHostsOfTheirOwn(DEFAULT_SESSION);
    }

    static ChaosCluster startOnHostsOfTheirOwn(Duration session) throws IOException {
        return new ChaosCluster(true, session);
    }

    private static Path newDirectory() throws IOException {
        Path parent = Files.createDirectories(Path.of("target", "chaos").toAbsolutePath());
        return Files.createTempDirectory(parent, "cluster");
    }

    private void endWorkers() throws IOException {
        for (WorkerProcess worker : WorkerProcess.of(directory)) {
            ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
        await("every worker of the cluster is gone")
                .atMost(SOON)
                .until(() -> WorkerProcess.of(directory).isEmpty());
    }

    private <T extends AutoCloseable> T opened(T resource) {
        started.push(resource);
        return resource;
    }

    private Place control() {
        return network == null ? Place.HERE : network.control();
    }

    /** The place of a host, by its number from 1. */
    Place host(int number) {
        return network == null ? Place.HERE : network.host(number);
    }

    private String common() {
        return "zookeeper.servers: " + quoted(zooKeeper.addresses()) + "\nnimbus.seeds: " + quoted(seeds)
                + "\nzookeeper.session.timeout: " + session.toSeconds() + "s\n";
    }

    private static String quoted(List<HostPort> addresses) {
        return addresses.stream().map(address -> "\"" + address + "\"").toList().toString();
    }

    private void startNimbuses() throws IOException {
        for (int port : FreePorts.choose(NIMBUSES, "127.0.0.1")) {
            seeds.add(new HostPort(control().address(), port));
        }
        for (HostPort seed : seeds) {
            String keys = "nimbus.host: " + seed.host() + "\nnimbus.port: " + seed.port() + "\n";
            nimbuses.add(daemon("nimbus-" + (nimbuses.size() + 1), control(), keys, "nimbus"));
        }
        nimbuses.forEach(Service::awaitReady);
    }

    private void startSupervisors() throws IOException {
        if (network != null) {
            smallDisk = opened(SmallDisk.mount(directory.resolve(supervisorName(HOST_WITH_SMALL_DISK))));
        }
        // After the supervisors, who would start them again, and before the disk.
        opened(this::endWorkers);
        for (int number = 1; number <= HOSTS; number++) {
            String name = supervisorName(number);
            String keys = "supervisor.host: " + host(number).address() + "\nsupervisor.port: 0\nsupervisor.id: " + name
                    + "\nsupervisor.slots.ports: " + Collections.nCopies(SLOTS, 0) + "\n";
            supervisors.add(daemon(name, host(number), keys, "supervisor"));
        }
        supervisors.forEach(Service::awaitReady);
    }

    private static String supervisorName(int host) {
        return "supervisor-" + host;
    }

    private Service daemon(String name, Place place, String keys, String command) throws IOException {
        Path own = Files.createDirectories(directory.resolve(name));
        Path configuration =
                Files.writeString(directory.resolve(name + ".yaml"), common() + keys + "local.dir: " + own + "\n");
        List<String> line = List.of(
                Distribution.home().resolve("bin/vendaval").toString(), "--config", configuration.toString(), command);
        return opened(Service.start(name, place.command(line), directory));
    }

    /** Submits a topology of the suite by the command line and returns when it runs. */
    void submit(String name, int workers, int perSecond, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("--timeout", String.valueOf(CALL.toSeconds())));
        words.addAll(List.of(options));
        words.addAll(List.of(submission(name, workers, perSecond)));
        cli.run(words.toArray(String[]::new)).ok();
    }

    /** The words of a {@code vendaval} command. */
    String[] submission(String name, int workers, int perSecond) throws IOException {
        return new String[] {
            "jar",
            Distribution.testTopologies().toString(),
            Chaos.class.getName(),
            name,
            Files.createDirectories(tapes(name)).toString(),
            String.valueOf(workers),
            String.valueOf(perSecond)
        };
    }

    /** From launch to ready, of each worker of the topology under test that was ready after that, by its supervisor's log. */
    List<Duration> workerStarts(Instant after) throws IOException {
        List<Duration> starts = new ArrayList<>();
        for (int number = 1; number <= HOSTS; number++) {
            Path log = directory.resolve("supervisor-" + number).resolve("logs").resolve("supervisor.log");
            for (String line : Files.readAllLines(log)) {
                Matcher start = READY.matcher(line);
                if (start.find() && Instant.parse(start.group("when")).isAfter(after)) {
                    starts.add(Duration.ofMillis(
                            Long.parseLong(start.group("hello")) + Long.parseLong(start.group("ready"))));
                }
            }
        }
        return starts;
    }

    Path directory() {
        return directory;
    }

    /** Where the topology under test has its tapes and switches. */
    Path tapes() {
        return tapes(TOPOLOGY);
    }

    Path tapes(String topology) {
        return directory.resolve("tapes-" + topology);
    }

    History history() throws IOException {
        return History.read(tapes());
    }

    Cli cli() {
        return cli;
    }

    VendavalClient client() {
        return client;
    }

    Network network() {
        return Objects.requireNonNull(network, "the hosts are no namespaces");
    }

    SmallDisk smallDisk() {
        return Objects.requireNonNull(smallDisk, "the hosts have no disks of their own");
    }

    ZooKeeperEnsemble zooKeeper() {
        return zooKeeper;
    }

    TopologyInfo info() {
        return client.info(TOPOLOGY);
    }

    List<Service> supervisors() {
        return supervisors;
    }

    Service supervisor(String name) {
        return supervisors.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no supervisor " + name));
    }

    Place place(WorkerProcess worker) {
        return host(hostOf(worker));
    }

    /** The number of its host, from 1. */
    static int hostOf(WorkerProcess worker) {
        return Integer.parseInt(
                worker.supervisor().substring(worker.supervisor().indexOf('-') + 1));
    }

    /** The supervisor of the bystander, who has one worker. */
    Service supervisorOfBystander() throws IOException {
        return supervisor(workersOf(BYSTANDER).get(0).supervisor());
    }

    /** Workers of the topology under test on hosts where the bystander is not: those hosts may vanish. */
    List<WorkerProcess> workersAwayFromBystander() throws IOException {
        Set<String> spared =
                workersOf(BYSTANDER).stream().map(WorkerProcess::supervisor).collect(Collectors.toSet());
        return workers().stream()
                .filter(worker -> !spared.contains(worker.supervisor()))
                .toList();
    }

    /** The Nimbus that the cluster says is leading; waits for one. */
    Service leader() {
        return await("a Nimbus leads")
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> LeadingNimbus.among(nimbuses, seeds, client), Objects::nonNull);
    }

    /** Waits until another Nimbus leads than this one. */
    void awaitLeaderOtherThan(Service former) {
        await("the standby leads instead of " + former.name())
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> LeadingNimbus.among(nimbuses, seeds, client) != former);
    }

    /** The worker processes of the topology under test. */
    List<WorkerProcess> workers() throws IOException {
        return workersOf(TOPOLOGY);
    }

    Set<Long> bystanderPids() throws IOException {
        return pids(workersOf(BYSTANDER));
    }

    static Set<Long> pids(List<WorkerProcess> workers) {
        return workers.stream().map(WorkerProcess::pid).collect(Collectors.toSet());
    }

    List<WorkerProcess> workersOf(String topology) throws IOException {
        return WorkerProcess.of(directory).stream()
                .filter(worker -> worker.topologyId().startsWith(topology + "-"))
                .toList();
    }

    WorkerProcess workerOfSource() throws IOException {
        return workersWithSource(true).get(0);
    }

    List<WorkerProcess> workersWithoutSource() throws IOException {
        return workersWithSource(false);
    }

    private List<WorkerProcess> workersWithSource(boolean wanted) throws IOException {
        TopologyInfo info = info();
        TopologyInfo.Executor source = info.executors().stream()
                .filter(executor -> executor.component().equals(Chaos.SOURCE))
                .findFirst()
                .orElseThrow();
        List<WorkerProcess> found = workers().stream()
                .filter(worker -> wanted
                        == (worker.port() == source.port()
                                && worker.supervisor().equals(source.supervisor())))
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError("no worker " + (wanted ? "with" : "without") + " the source among " + workers()
                    + "; the source is on " + source);
        }
        return found;
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
        Runtime.getRuntime().removeShutdownHook(hook);
        endAll();
    }

    private synchronized void endAll() {
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
