package dev.vendaval.worker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.TopologyStatus;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker as a process of its own, launched as a supervisor does, with the user's classes in a jar. */
@Timeout(120)
class WorkerProcessTest {
    @TempDir
    private Path directory;

    @Test
    void runsTheArtifactLogsWithComponentAndTaskAndExitsWithZeroWhenOrderedToStop() throws Exception {
        Path log = directory.resolve("worker.log");
        int count = 500;
        try (TestCluster cluster = new TestCluster(Numbers.topology("process", count, true, false), Map.of(), 1)) {
            Process process = launch(cluster, log);
            try {
                await().atMost(TestCluster.LIMIT).until(() -> cluster.supervisor.isConnected(cluster.port(0)));
                cluster.supervisor.order(
                        cluster.port(0),
                        new WorkerOrder.Define(cluster.definition, userJar().toString(), "secret"));
                cluster.adopt(0, cluster.assignment(1, executor -> 0), TopologyStatus.ACTIVE);
                await().atMost(TestCluster.LIMIT).until(() -> acked(cluster.supervisor.last(cluster.port(0))) == count);
                assertThat(cluster.report(0).pid()).isEqualTo(process.pid());

                cluster.supervisor.order(cluster.port(0), new WorkerOrder.Stop("the test is over"));

                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(Files.readAllLines(log))
                .anySatisfy(
                        line -> assertThat(line)
                                .matches(
                                        "\\d{4}-\\d\\d-\\d\\dT.* INFO  \\[numbers-\\d+\\] .*stdout: opened process as task \\d+"))
                .noneSatisfy(line -> assertThat(line).contains(" ERROR "));
    }

    @Test
    void endsWithOneWhenItsArtifactCannotBeRead() throws Exception {
        Path log = directory.resolve("worker.log");
        try (TestCluster cluster = new TestCluster(Numbers.topology("process", 1, true, false), Map.of(), 1)) {
            Process process = launch(cluster, log);
            try {
                await().atMost(TestCluster.LIMIT).until(() -> cluster.supervisor.isConnected(cluster.port(0)));
                cluster.supervisor.order(
                        cluster.port(0), new WorkerOrder.Define(cluster.definition, "/no/such.jar", "secret"));

                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(1);
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(Files.readString(log)).contains("ERROR").contains("/no/such.jar");
    }

    private Process launch(TestCluster cluster, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dvendaval.role=worker",
                        "-Dvendaval.topology=" + cluster.definition.id(),
                        "-Dvendaval.port=" + cluster.port(0),
                        "-cp",
                        classPathWithoutTests(),
                        "dev.vendaval.worker.WorkerMain",
                        "--supervisor",
                        cluster.supervisor.address().toString(),
                        "--host",
                        "127.0.0.1",
                        "--incarnation",
                        "0.1.1",
                        "--code-dir",
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static String classPathWithoutTests() {
        return String.join(
                File.pathSeparator,
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> !entry.contains("test-classes"))
                        .toList());
    }

    private static long acked(@Nullable WorkerReport report) {
        return report == null
                ? 0
                : report.tasks().stream()
                        .filter(task -> task.component().equals("numbers"))
                        .mapToLong(task -> task.acked())
                        .sum();
    }

    /** The user's classes, and nothing of ours. */
    private Path userJar() throws IOException, URISyntaxException {
        Path classes = Path.of(Numbers.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path jar = directory.resolve("user.jar");
        List<Path> files;
        try (Stream<Path> all = Files.walk(classes)) {
            files = all.filter(file -> file.getFileName().toString().startsWith("Numbers"))
                    .toList();
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
                out.closeEntry();
            }
        }
        return jar;
    }
}
