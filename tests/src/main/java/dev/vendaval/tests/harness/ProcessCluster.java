package dev.vendaval.tests.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * ZooKeeper, Nimbus and supervisors as processes ({@code vendaval dev}) on free loopback ports, in a
 * directory below {@code target/clusters} that stays when a test fails. Closing stops them all and
 * checks that none is left.
 */
public final class ProcessCluster implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Path directory;
    private final Process dev;
    private final Path configuration;
    private final Cli cli;

    private ProcessCluster(Path directory, Process dev, Path configuration) {
        this.directory = directory;
        this.dev = dev;
        this.configuration = configuration;
        this.cli = new Cli(List.of("--config", configuration.toString()), directory);
    }

    /** With JVMs as a test wants them, which is over soon. */
    public static ProcessCluster start(int supervisors, int slots) {
        return start(Distribution.vendavalForShortLives(), supervisors, slots);
    }

    /** With JVMs as users have them. */
    public static ProcessCluster startToBeMeasured(int supervisors, int slots) {
        return start(Distribution.vendaval(), supervisors, slots);
    }

    private static ProcessCluster start(List<String> vendaval, int supervisors, int slots) {
        try {
            Path parent = Files.createDirectories(Path.of("target", "clusters").toAbsolutePath());
            Path directory = Files.createTempDirectory(parent, "cluster");
            Path out = directory.resolve("dev.out");
            Process dev = new Cli(vendaval, List.of(), directory)
                    .start(
                            out,
                            directory.resolve("dev.err"),
                            "dev",
                            "--supervisors",
                            String.valueOf(supervisors),
                            "--slots",
                            String.valueOf(slots),
                            "--dir",
                            directory.resolve("cluster").toString());
            String ready = await("the line 'ready: nimbus' in " + out)
                    .atMost(START)
                    .failFast("vendaval dev ended", () -> !dev.isAlive())
                    .until(() -> readyLine(out), Optional::isPresent)
                    .orElseThrow();
            return new ProcessCluster(directory, dev, Path.of(ready.substring(ready.indexOf(" config ") + 8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> readyLine(Path out) throws IOException {
        return Files.readAllLines(out).stream()
                .filter(line -> line.startsWith("ready: nimbus ") && line.contains(" config "))
                .findFirst();
    }

    public Cli cli() {
        return cli;
    }

    /** A directory for files of the test and its topologies. */
    public Path directory() {
        return directory;
    }

    public Path configuration() {
        return configuration;
    }

    public Map<String, Object> info(String topology) {
        return cli.look("--json", "info", topology).ok().json();
    }

    /** The live worker processes of this cluster. */
    public List<ProcessHandle> workers() {
        return processes("-Dvendaval.role=worker");
    }

    /** The worker process on a slot's port. */
    public ProcessHandle worker(int port) {
        return processes("-Dvendaval.port=" + port + " ").stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no worker process on port " + port));
    }

    /** All its processes but {@code dev} itself. */
    public List<ProcessHandle> everyProcess() {
        return processes("-Dvendaval.role=");
    }

    /** The process of a daemon; of several the first. */
    public ProcessHandle daemon(String role) {
        return processes("-Dvendaval.role=" + role + " ").stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no process " + role));
    }

    /** The process of {@code vendaval dev} itself. */
    public Process dev() {
        return dev;
    }

    /** What {@code vendaval dev} has said on stderr. */
    public String devErrors() throws IOException {
        return Files.readString(directory.resolve("dev.err"));
    }

    /** Live descendants of this cluster's {@code dev} process whose command line has {@code part}. */
    private List<ProcessHandle> processes(String part) {
        return dev.descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(part))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** Whether every {@code inFlight} number of every worker in an info document is zero, and there is a worker. */
    @SuppressWarnings("unchecked") // JSON objects
    public static boolean nothingInFlight(Map<String, Object> info) {
        List<Map<String, Object>> workers = (List<Map<String, Object>>) Objects.requireNonNull(info.get("workers"));
        return !workers.isEmpty()
                && workers.stream()
                        .flatMap(worker -> ((Map<String, Object>) Objects.requireNonNull(worker.get("inFlight")))
                                .values().stream())
                        .allMatch(number -> ((Number) number).longValue() == 0);
    }

    @Override
    public void close() {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(dev.toHandle()), dev.descendants()).toList();
        dev.destroy();
        try {
            if (!dev.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
                throw new AssertionError("vendaval dev did not stop within " + STOP + "; logs in " + directory);
            }
        } catch (InterruptedException e) {
            all.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while stopping the cluster", e);
        }
        List<ProcessHandle> left = all.stream().filter(ProcessHandle::isAlive).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        if (!left.isEmpty()) {
            throw new AssertionError("left running after the cluster stopped: "
                    + left.stream()
                            .map(process -> process.info().commandLine().orElse("?"))
                            .toList());
        }
    }

    /** The element of a list of JSON objects whose {@code key} is {@code value}. */
    @SuppressWarnings("unchecked") // JSON objects
    public static Map<String, Object> element(Map<String, Object> document, String list, String key, Object value) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(document.get(list)))
                .stream()
                        .filter(element -> value.equals(element.get(key)))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no " + key + "=" + value + " in " + document.get(list)));
    }
}
