package dev.vendaval.tests.benchmarks.vendaval;

import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.config.FreePorts;
import dev.vendaval.tests.benchmarks.engine.Hosts;
import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Daemon;
import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.topologies.chaos.Counting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * ZooKeeper, a Nimbus and the supervisors as processes of their own, each supervisor on an address of its own; nothing is
 * configured but where everything is. Driven by the command line. For one thread, but for {@link #close}.
 */
public final class VendavalHosts implements Hosts {
    private static final Duration GONE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String version;
    private final List<Daemon> control = new ArrayList<>();
    private final List<Daemon> supervisors = new ArrayList<>();
    private @Nullable Path directory;
    private @Nullable Cli cli;
    private String common = "";
    private int killed;

    /** Starts nothing yet. */
    public VendavalHosts(String version) {
        this.version = version;
    }

    /** A worker as {@code info} shows it. */
    private record Worker(String supervisor, long pid) {}

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.values());
    }

    @Override
    public String system() {
        return VendavalEngine.SYSTEM;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public void start(Path own) throws IOException {
        directory = own.toAbsolutePath();
        List<Integer> ports = FreePorts.choose(2, "127.0.0.1");
        int zooKeeper = ports.get(0);
        int nimbus = ports.get(1);
        common = "zookeeper.servers: [\"127.0.0.1:" + zooKeeper + "\"]\nnimbus.seeds: [\"127.0.0.1:" + nimbus + "\"]\n";
        control.add(daemon("zookeeper", "", "dev-zookeeper", "--port", String.valueOf(zooKeeper)));
        control.add(daemon("nimbus", "nimbus.host: 127.0.0.1\nnimbus.port: " + nimbus + "\n", "nimbus"));
        for (int number = 0; number < COUNT; number++) {
            supervisors.add(supervisor(number));
        }
        Path configuration = Files.writeString(directory().resolve("client.yaml"), common);
        cli = new Cli(List.of("--config", configuration.toString()), directory());
    }

    private Daemon supervisor(int number) throws IOException {
        String keys = "supervisor.host: 127.0.0." + (number + 2) + "\nsupervisor.port: 0\nsupervisor.id: " + id(number)
                + "\nsupervisor.slots.ports: " + Collections.nCopies(SLOTS, 0) + "\n";
        return daemon(id(number), keys, "supervisor");
    }

    private static String id(int supervisor) {
        return "supervisor-" + (supervisor + 1);
    }

    private Daemon daemon(String name, String keys, String... command) throws IOException {
        Path own = Files.createDirectories(directory().resolve(name));
        Path configuration =
                Files.writeString(directory().resolve(name + ".yaml"), common + keys + "local.dir: " + own + "\n");
        return Daemon.start(name, directory(), configuration, List.of(), command);
    }

    private Path directory() {
        return Objects.requireNonNull(directory, "not started");
    }

    @Override
    public void submit(String topology, Path tapes, int workerCount, int perSecond, int countTasks) {
        run(
                "jar",
                Distribution.testTopologies().toString(),
                Counting.class.getName(),
                topology,
                tapes.toString(),
                String.valueOf(workerCount),
                String.valueOf(perSecond),
                String.valueOf(countTasks));
    }

    @Override
    public Map<String, Object> rebalance(String topology, List<String> options) {
        List<String> command = new ArrayList<>(List.of("--json", "rebalance", topology));
        command.addAll(options);
        Map<String, Object> told = run(command.toArray(String[]::new)).json();
        if (!"DONE".equals(told.get("status"))) {
            throw new IllegalStateException("the rebalance is not done: " + told);
        }
        return told;
    }

    @Override
    public Map<String, Object> drain(String topology, boolean ofSource) {
        String host = host(topology, ofSource);
        long began = System.nanoTime();
        run("drain", host);
        long ended = System.nanoTime();
        run("undrain", host);
        return Map.of("durationMs", TimeUnit.NANOSECONDS.toMillis(ended - began));
    }

    private String host(String topology, boolean ofSource) {
        Predicate<Map<String, Object>> isSource = executor -> Counting.SOURCE.equals(executor.get("component"));
        List<Map<String, Object>> executors = elements(topology, "executors");
        Set<String> ofSources = hosts(executors.stream().filter(isSource).toList());
        Set<String> others = hosts(executors);
        others.removeAll(ofSources);
        return (ofSource ? ofSources : others)
                .stream()
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no such host of " + topology + ": " + executors));
    }

    private static Set<String> hosts(List<Map<String, Object>> executors) {
        return executors.stream()
                .map(executor -> String.valueOf(executor.get("host")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Cli.Result run(String... command) {
        Cli.Result result = Objects.requireNonNull(cli, "not started").run(command);
        if (result.exit() != 0) {
            throw new IllegalStateException("vendaval " + String.join(" ", command) + " ended with " + result.exit()
                    + ": " + result.err().strip());
        }
        return result;
    }

    @Override
    public long killHost(String topology, long workerPid) {
        List<Worker> all = workers(topology);
        String host = all.stream()
                .filter(worker -> worker.pid() == workerPid)
                .map(Worker::supervisor)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no worker has pid " + workerPid + ": " + all));
        for (int number = 0; number < COUNT; number++) {
            killed = id(number).equals(host) ? number : killed;
        }
        long began = System.nanoTime();
        supervisors.get(killed).kill();
        all.stream()
                .filter(worker -> worker.supervisor().equals(host))
                .flatMap(worker -> ProcessHandle.of(worker.pid()).stream())
                .forEach(ProcessHandle::destroyForcibly);
        return began;
    }

    private List<Worker> workers(String topology) {
        return elements(topology, "workers").stream()
                .map(worker -> new Worker(
                        String.valueOf(worker.get("supervisor")),
                        ((Number) Objects.requireNonNull(worker.get("pid"))).longValue()))
                .toList();
    }

    @SuppressWarnings("unchecked") // JSON objects
    private List<Map<String, Object>> elements(String topology, String list) {
        Map<String, Object> info = run("--json", "info", topology).json();
        return (List<Map<String, Object>>) Objects.requireNonNull(info.get(list));
    }

    @Override
    public void restartHost() throws IOException {
        supervisors.set(killed, supervisor(killed));
    }

    @Override
    public void remove(String topology) {
        List<ProcessHandle> workers = workers(topology).stream()
                .flatMap(worker -> ProcessHandle.of(worker.pid()).stream())
                .toList();
        run("kill", topology, "-w", "0");
        await("the workers of " + topology + " to end")
                .atMost(GONE)
                .pollInterval(POLL)
                .until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** In reverse order; what does not end in order ends by force. A supervisor takes its workers along. */
    @Override
    public synchronized void close() {
        List<Daemon> reversed = new ArrayList<>(control);
        reversed.addAll(supervisors);
        Collections.reverse(reversed);
        control.clear();
        supervisors.clear();
        Optional<AssertionError> failure = Optional.empty();
        for (Daemon daemon : reversed) {
            try {
                daemon.close();
            } catch (AssertionError e) {
                failure = Optional.of(e); // The others are to end all the same.
            }
        }
        failure.ifPresent(last -> {
            throw new IllegalStateException("not every daemon ended in order, see " + directory, last);
        });
    }
}
