package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Daemon;
import dev.vendaval.tests.harness.ProcessCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** Supervisors that die or are stopped while a tracked topology runs, with and without one of its workers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("F3")
class AdoptedWorkersIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    private static final int LINES = 100_000;
    private static final int RATE = 500;

    private Path directory;
    private Path text;
    private Daemon zooKeeper;
    private Daemon nimbus;
    private Path configuration;
    private Cli cli;

    private String name;
    private Path host;
    private Path counts;
    private Daemon supervisor;

    @BeforeAll
    void startCluster() throws IOException {
        Path parent = Files.createDirectories(Path.of("target", "clusters").toAbsolutePath());
        directory = Files.createTempDirectory(parent, "adoption");
        configuration = directory.resolve("vendaval.yaml");
        Files.writeString(configuration, "local.dir: " + directory + "\nlog.dir: " + directory.resolve("logs") + "\n");
        zooKeeper = Daemon.start("zookeeper", directory, configuration, List.of(), "dev-zookeeper", "--port", "0");
        append("zookeeper.servers: [\"" + zooKeeper.address() + "\"]");
        nimbus = Daemon.start("nimbus", directory, configuration, List.of("-c", "nimbus.port=0"), "nimbus");
        append("nimbus.seeds: [\"" + nimbus.address() + "\"]");
        cli = new Cli(List.of("--config", configuration.toString()), directory);
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < LINES; line++) {
            lines.add("the same words again");
        }
        text = Files.write(directory.resolve("text.txt"), lines);
    }

    private void append(String line) throws IOException {
        Files.writeString(configuration, Files.readString(configuration) + line + "\n");
    }

    @AfterAll
    void stopCluster() {
        nimbus.close();
        zooKeeper.close();
    }

    @BeforeEach
    void startTopology(TestInfo test) throws IOException {
        name = test.getTestMethod().orElseThrow().getName();
        host = Files.createDirectories(directory.resolve(name));
        counts = host.resolve("counts");
        supervisor = startSupervisor("supervisor-1");
        WordCounts.start(cli, name, text, counts, RATE);
        awaitFlow();
    }

    /** Leaves nothing running, whatever has failed: workers outlive their supervisor. */
    @AfterEach
    void endEverything() {
        try {
            cli.run("kill", name, "-w", "0", "--no-wait");
            await("workers are stopped").atMost(SOON).until(() -> workers().isEmpty());
        } finally {
            supervisor.close();
            workers().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private Daemon startSupervisor(String output) throws IOException {
        return Daemon.start(output, host, configuration, supervisorOptions(), "supervisor");
    }

    private List<String> supervisorOptions() {
        List<String> options = new ArrayList<>();
        for (String key : List.of(
                "supervisor.port=0",
                "supervisor.slots.ports=[0, 0]",
                "worker.timeout=4s",
                "local.dir=" + host,
                "log.dir=" + host.resolve("logs"))) {
            options.addAll(List.of("-c", key));
        }
        return options;
    }

    /** The worker processes below this test's directory. */
    private List<ProcessHandle> workers() {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    String line = process.info().commandLine().orElse("");
                    return line.contains("-Dvendaval.role=worker") && line.contains(host + "/");
                })
                .toList();
    }

    private Set<Long> pids() {
        return workers().stream().map(ProcessHandle::pid).collect(Collectors.toCollection(TreeSet::new));
    }

    @SuppressWarnings("unchecked") // JSON objects
    private Set<Long> reportedPids() {
        List<Map<String, Object>> workers = (List<Map<String, Object>>) Objects.requireNonNull(info().get("workers"));
        return workers.stream()
                .map(worker -> ((Number) Objects.requireNonNull(worker.get("pid"))).longValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<String, Object> info() {
        return cli.look("--json", "info", name).ok().json();
    }

    private long spout(String field) {
        Object value =
                ProcessCluster.element(info(), "components", "id", "lines").get(field);
        return ((Number) Objects.requireNonNull(value)).longValue();
    }

    /** Tuples are counted by a bolt at the end; its files are written while it runs. */
    private void awaitFlow() {
        long before = counted();
        await("flow").atMost(SOON).until(() -> counted() > before + 4L * RATE);
    }

    private long counted() {
        try {
            return WordCounts.sum(counts);
        } catch (IOException e) {
            return 0; // a file that is just being replaced
        }
    }

    private String supervisorLog() throws IOException {
        return Files.readString(host.resolve("logs/supervisor.log"));
    }

    private ProcessHandle anyWorker() {
        return workers().get(0);
    }

    @Test
    void aKilledSupervisorsWorkersRunOnAndItsSuccessorAdoptsThem() throws Exception {
        Set<Long> before = pids();
        assertThat(before).hasSize(2);
        supervisor.kill();
        awaitFlow();
        assertThat(pids()).as("without a supervisor").isEqualTo(before);

        supervisor = startSupervisor("supervisor-2");
        long acked = spout("acked");
        await("reports go on, past the time-out of what may have been lost")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> spout("acked") > acked + 8L * RATE);
        assertThat(reportedPids()).isEqualTo(before);
        assertThat(pids()).isEqualTo(before);
        assertThat(spout("failed")).isZero();

        ProcessHandle victim = anyWorker();
        victim.destroyForcibly();
        await("the death of an adopted worker is noticed")
                .atMost(AT_ONCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> supervisorLog().contains("has died; telling the others"));
        await("it is replaced, the other stays")
                .atMost(SOON)
                .until(() -> pids().size() == 2 && !pids().contains(victim.pid()));
        assertThat(pids()).containsAnyElementsOf(before);
        awaitFlow();
    }

    @Test
    void aSupervisorAndOneOfItsWorkersAreKilledAndOnlyThatWorkerIsReplaced() throws Exception {
        Set<Long> before = pids();
        supervisor.kill();
        ProcessHandle victim = anyWorker();
        victim.destroyForcibly();
        await("it is gone").atMost(SOON).until(() -> !pids().contains(victim.pid()));
        Set<Long> left = pids();
        assertThat(left).hasSize(1);

        supervisor = startSupervisor("supervisor-2");

        await("two workers").atMost(SOON).until(() -> pids().size() == 2);
        assertThat(pids()).containsAll(left).doesNotContain(victim.pid());
        assertThat(before).containsAll(left);
        awaitFlow();
        Map<String, Object> info = info();
        assertThat(Objects.requireNonNull(info.get("notices")).toString())
                .contains("the worker ended while its supervisor was away (launch 1, pid " + victim.pid() + ")");
        assertThat(restartsByPort(info).values())
                .as("of all executors of that worker")
                .containsExactlyInAnyOrder(Set.of(0L), Set.of(1L));
    }

    @SuppressWarnings("unchecked") // JSON objects
    private static Map<Object, Set<Long>> restartsByPort(Map<String, Object> info) {
        List<Map<String, Object>> executors = (List<Map<String, Object>>) Objects.requireNonNull(info.get("executors"));
        return executors.stream()
                .collect(Collectors.groupingBy(
                        executor -> Objects.requireNonNull(executor.get("port")),
                        Collectors.mapping(
                                executor -> ((Number) Objects.requireNonNull(executor.get("restarts"))).longValue(),
                                Collectors.toSet())));
    }

    /** Its successor is none that the other worker knows to be dead. */
    @Test
    void aLostLaunchCountCostsTheWorkerThatLivesNothingAndTheOtherNoMoreThanItsDeath() throws Exception {
        supervisor.kill();
        ProcessHandle victim = anyWorker();
        victim.destroyForcibly();
        await("it is gone").atMost(SOON).until(() -> !pids().contains(victim.pid()));
        Set<Long> left = pids();
        try (var files = Files.walk(host.resolve("supervisor/workers"))) {
            for (Path file : files.filter(path -> path.endsWith("launches")).toList()) {
                Files.writeString(file, "");
            }
        }

        supervisor = startSupervisor("supervisor-2");

        await("two workers").atMost(AT_ONCE).until(() -> pids().size() == 2);
        assertThat(pids()).containsAll(left);
        long before = counted();
        await("flow").atMost(AT_ONCE).until(() -> counted() > before + RATE);
        assertThat(supervisorLog()).contains("the launch count goes on from").doesNotContain("refused it");
        assertThat(pids()).hasSize(2).containsAll(left);
    }

    @Test
    void aStoppedWorkerIsReplacedWhenItsTimeIsOverAndDoesNotComeBack() throws Exception {
        ProcessHandle victim = anyWorker();
        signal("STOP", victim);

        await("it is replaced").atMost(SOON).until(() -> pids().size() == 2 && !pids().contains(victim.pid()));
        signal("CONT", victim);
        awaitFlow();
        assertThat(supervisorLog()).contains("it was silent for 4000 ms; its process is stopped");
        assertThat(pids()).hasSize(2).doesNotContain(victim.pid());
    }

    /** The supervisor has been killed meanwhile, so nobody knows the process any more; its successor has another in the slot. */
    @Test
    void aWokenWorkerWhoseSlotHasAnotherLeaves() throws Exception {
        ProcessHandle victim = anyWorker();
        signal("STOP", victim);
        supervisor.kill();
        forget(victim);
        supervisor = startSupervisor("supervisor-2");
        await("its slot has another").atMost(SOON).until(() -> pids().size() == 3);

        signal("CONT", victim);
        await("it leaves").atMost(SOON).until(() -> !pids().contains(victim.pid()));
        assertThat(supervisorLog()).contains("is not the one of its slot");
        await("its successor, which could not listen before, runs").atMost(SOON).until(() -> pids().size() == 2);
        awaitFlow();
    }

    /** As if the disk had lost what was noted of it. */
    private void forget(ProcessHandle worker) throws IOException {
        Path workers = host.resolve("supervisor/workers");
        try (var files = Files.walk(workers)) {
            for (Path file :
                    files.filter(path -> path.endsWith("worker.process")).toList()) {
                if (Files.readString(file).startsWith("pid " + worker.pid() + "\n")) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void aSecondSupervisorOnADirectoryIsRefusedAndTheFirstStopsItsWorkersWithIt() throws Exception {
        Set<Long> before = pids();
        Path err = host.resolve("second.err");
        List<String> options = new ArrayList<>(List.of("--config", configuration.toString()));
        options.addAll(supervisorOptions());
        Process second = new Cli(options, host).start(host.resolve("second.out"), err, "supervisor");
        assertThat(second.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isNotZero();
        assertThat(Files.readString(err))
                .contains("another supervisor runs with local.dir " + host)
                .containsPattern("process \\d+");

        awaitFlow();
        assertThat(pids()).as("not touched by the second one").isEqualTo(before);
        supervisor.close();
        assertThat(pids())
                .as("left behind by a supervisor that was stopped in order")
                .isEmpty();

        supervisor = startSupervisor("supervisor-2");
        awaitFlow();
        assertThat(pids()).hasSize(2).doesNotContainAnyElementsOf(before);
    }

    private static void signal(String which, ProcessHandle process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + which, Long.toString(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
