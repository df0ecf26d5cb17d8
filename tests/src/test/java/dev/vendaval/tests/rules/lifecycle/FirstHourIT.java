package dev.vendaval.tests.rules.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import dev.vendaval.tests.topologies.lifecycle.BundledLogging;
import dev.vendaval.tests.topologies.lifecycle.FirstHour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A newcomer's jar with an SLF4J provider left in it, on two worker processes: what its output, its classes, its settings
 * and its callbacks meet. One run; the tests look at what came of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstHourIT {
    private static final String NAME = "first-hour";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern LOADER = Pattern.compile("loader: (.*) (ours|ANOTHER)$");
    private static final Pattern PRINTED = Pattern.compile("printed order (\\d+)");
    private static final long HEAP_BYTES = 48L << 20;

    /** Beyond the heap asked for, none of which may be missing. */
    private static final double HEAP_SHARE = 0.8;

    private Cli.Result submitted = new Cli.Result(-1, "", "");
    private List<String> shown = List.of();
    private List<String> shownOfTill = List.of();
    private List<String> followed = List.of();
    private int followExit = -1;
    private Map<String, Object> info = Map.of();
    private List<String> workerLogs = List.of();

    @BeforeAll
    void run() throws Exception {
        try (ProcessCluster cluster = ProcessCluster.start(2, 1)) {
            Path jar = jarWithBundledLogging(cluster.directory().resolve("first-hour.jar"));
            submitted = cluster.cli()
                    .run("-c", "topology.debug=true", "jar", jar.toString(), FirstHour.class.getName(), NAME)
                    .ok();
            Path out = cluster.directory().resolve("follow.out");
            Process follow = cluster.cli()
                    .start(out, cluster.directory().resolve("follow.err"), "logs", NAME, "-f", "--lines", "1");
            int before = lastOrder(Files.readAllLines(out));
            await("lines as they come").atMost(SOON).until(() -> lastOrder(Files.readAllLines(out)) > before + 10);
            shown = lines(cluster, "logs", NAME, "--lines", "10000");
            shownOfTill = lines(cluster, "logs", NAME, "--component", "till", "--lines", "10000");
            info = cluster.info(NAME);
            cluster.cli().run("kill", NAME, "-w", "5").ok();

            assertThat(follow.waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
                    .as("logs -f ends with the topology")
                    .isTrue();
            followExit = follow.exitValue();
            followed = Files.readAllLines(out);
            workerLogs = workerLogs(cluster);
        }
    }

    private static Path jarWithBundledLogging(Path jar) throws IOException {
        Files.copy(Distribution.testTopologies(), jar);
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            Path services = Files.createDirectories(inside.getPath("META-INF/services"));
            Files.writeString(services.resolve("org.slf4j.spi.SLF4JServiceProvider"), BundledLogging.class.getName());
        }
        return jar;
    }

    private static int lastOrder(List<String> lines) {
        int last = -1;
        for (String line : lines) {
            Matcher matcher = PRINTED.matcher(line);
            if (matcher.find()) {
                last = Integer.parseInt(matcher.group(1));
            }
        }
        return last;
    }

    private static List<String> lines(ProcessCluster cluster, String... command) {
        return cluster.cli().run(command).ok().out().lines().toList();
    }

    /** As they stay on the hosts when the topology is gone. */
    private static List<String> workerLogs(ProcessCluster cluster) throws IOException {
        try (Stream<Path> files = Files.walk(cluster.directory())) {
            List<Path> logs = files.filter(file -> file.endsWith("worker.log")).toList();
            assertThat(logs).as("logs of two workers").hasSize(2);
            return logs.stream().flatMap(FirstHourIT::read).toList();
        }
    }

    private static Stream<String> read(Path log) {
        try {
            return Files.readAllLines(log).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatMainPrintsIsOnStandardOutput() {
        assertThat(submitted.out()).contains("main says hello");
    }

    @Test
    void outputErrorsAndLogLinesOfComponentsAreShownWithComponentAndTask() {
        for (String text : List.of("printed order 1 ", "complained about order 1", "logged 1 cents")) {
            assertThat(shown).anyMatch(line -> line.matches("\\d+ +\\S+ +INFO +\\[till-\\d+] .*" + text + ".*"));
        }
        assertThat(shown).anyMatch(line -> line.contains("[orders-"));
        assertThat(shownOfTill).isNotEmpty().allMatch(line -> line.contains("[till-"));
    }

    @Test
    void logsAreFollowedUntilTheTopologyIsGone() {
        assertThat(followed).anyMatch(line -> line.contains("[till-") && line.contains("loader: cleanup"));
        assertThat(followExit).isZero();
    }

    @Test
    void everyEmitIsLoggedInDebug() {
        assertThat(shown)
                .anyMatch(line ->
                        line.contains("[orders-") && line.contains("emit: orders:") && line.contains("/default [1, "));
    }

    @Test
    void aLoggingProviderInTheJarIsIgnoredWithAWarning() {
        assertThat(workerLogs)
                .filteredOn(line -> line.contains("bundles an SLF4J binding"))
                .hasSize(2)
                .allMatch(line -> line.contains("WARN"));
        assertThat(workerLogs).noneMatch(line -> line.contains("the bundled SLF4J provider is in use"));
    }

    @Test
    void plainClassesAndThoseWithASerializerCrossFromWorkerToWorker() {
        assertThat(ports()).as("one executor on each worker").hasSize(2);
        assertThat(workerLogs)
                .filteredOn(line -> line.contains("printed order "))
                .hasSizeGreaterThan(10)
                .allMatch(line -> line.endsWith(" as sent"));
        assertThat(workerLogs)
                .filteredOn(line -> line.contains(" cents read by "))
                .hasSizeGreaterThan(10)
                .allMatch(line -> line.endsWith("read by its serializer"));
    }

    @SuppressWarnings("unchecked") // JSON objects
    private Set<Object> ports() {
        Set<Object> ports = new TreeSet<>();
        ((List<Map<String, Object>>) Objects.requireNonNull(info.get("executors")))
                .forEach(executor -> ports.add(Objects.requireNonNull(executor.get("port"))));
        return ports;
    }

    @Test
    void heapAndOptionsReachTheWorker() {
        assertThat(theLine("property: ")).endsWith("property: yes it is");
        assertThat(theLine("options: ")).contains("-XX:+UseSerialGC").contains("-Xmx");
        String heap = theLine("heap: ");
        assertThat(Double.parseDouble(heap.substring(heap.lastIndexOf(' ') + 1)))
                .isBetween(HEAP_BYTES * HEAP_SHARE, (double) HEAP_BYTES);
    }

    private String theLine(String text) {
        return workerLogs.stream()
                .filter(line -> line.contains(text))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("I9")
    void theContextClassLoaderIsTheUsersInEveryCall() {
        assertThat(loaders(kind -> kind.equals("ANOTHER"))).isEmpty();
        assertThat(loaders(kind -> kind.equals("ours")))
                .contains("open", "activate", "nextTuple", "ack", "fail", "deactivate", "close")
                .contains("prepare", "execute", "tick", "cleanup", "gauge", "shared executor")
                .contains("serializer write", "serializer read", "grouping prepare", "grouping chooseTasks")
                .contains("hook prepare", "hook emitted", "hook spoutAcked", "hook spoutFailed", "hook executed")
                .contains("hook acked", "hook failed", "hook cleanup", "worker hook start", "worker hook shutdown");
    }

    private Set<String> loaders(Predicate<String> kind) {
        Set<String> calls = new TreeSet<>();
        for (String line : workerLogs) {
            Matcher matcher = LOADER.matcher(line);
            if (matcher.find() && kind.test(matcher.group(2))) {
                calls.add(matcher.group(1));
            }
        }
        return calls;
    }
}
