package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import dev.vendaval.tests.topologies.lifecycle.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class-data archives of a real distribution: made in the background, then used, and never heard of. */
class ClassArchiveIT {
    private static final Duration MADE = Duration.ofMinutes(2);
    private static final String USED = "dev.vendaval.cli.Vendaval source: shared objects file (top)";

    @TempDir
    private Path directory;

    private Path archives;

    @BeforeEach
    void setUp() {
        archives = directory.resolve("archives");
    }

    private record Said(String out, String err) {}

    private Said version(String archivesIn, String jvmOptions) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "version", ".out");
        Path err = Files.createTempFile(directory, "version", ".err");
        ProcessBuilder builder = new ProcessBuilder(
                        Distribution.home().resolve("bin/vendaval").toString(), "version")
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(Map.of("VENDAVAL_ARCHIVES", archivesIn, "VENDAVAL_OPTS", jvmOptions));
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return new Said(Files.readString(out), Files.readString(err));
    }

    private String classesLoaded() throws IOException, InterruptedException {
        Path log = Files.createTempFile(directory, "classes", ".log");
        version(archives.toString(), "-Xlog:class+load:file=" + log);
        return Files.readString(log);
    }

    private static boolean hasArchive(Path archives) throws IOException {
        if (!Files.isDirectory(archives)) {
            return false;
        }
        try (Stream<Path> files = Files.list(archives)) {
            return files.anyMatch(file -> file.toString().endsWith(".jsa.source"));
        }
    }

    private static void deleteFiles(Path archives) throws IOException {
        if (Files.isDirectory(archives)) {
            try (Stream<Path> files = Files.list(archives)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void aCommandHasItMadeAndTheNextOneUsesItAndBothSayWhatTheyAlwaysSay() throws Exception {
        Said first = version(archives.toString(), "");
        await().atMost(MADE).until(() -> hasArchive(archives));
        Said second = version(archives.toString(), "");

        assertThat(first.out()).startsWith("vendaval ").hasLineCount(1);
        assertThat(second).isEqualTo(first);
        assertThat(first.err()).isEmpty();
        assertThat(classesLoaded()).contains(USED);

        try (Stream<Path> files = Files.list(archives)) {
            Path archive = files.filter(file -> file.toString().endsWith(".jsa"))
                    .findFirst()
                    .orElseThrow();
            Files.write(archive, new byte[1000]);
            Files.setLastModifiedTime(archive, FileTime.from(Instant.now()));
        }
        assertThat(version(archives.toString(), "")).as("damaged").isEqualTo(first);
    }

    @Test
    void whereThereShallBeNoneOrNoneCanBeWrittenThereIsNone() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");

        Said without = version("off", "");
        Said notWritable = version(file.resolve("archives").toString(), "");

        assertThat(notWritable).isEqualTo(without);
        assertThat(without.err()).isEmpty();
        assertThat(classesLoaded()).doesNotContain(USED);
        assertThat(file).hasContent("not a directory");
    }

    @Test
    void workersMapTheArchiveThatTheirSupervisorHasMade() throws Exception {
        // Of an earlier build, perhaps.
        deleteFiles(Distribution.home().resolve("archives"));
        try (ProcessCluster cluster = ProcessCluster.start(1, 1)) {
            await().atMost(MADE).until(() -> hasArchive(Distribution.home().resolve("archives")));
            Path records = Files.createDirectories(cluster.directory().resolve("probe"));
            cluster.cli()
                    .run(
                            "jar",
                            Distribution.testTopologies().toString(),
                            Probe.class.getName(),
                            "probe",
                            records.toString(),
                            Probe.Mode.ACK.name(),
                            "1")
                    .ok();

            List<ProcessHandle> workers = cluster.workers();
            assertThat(workers).hasSize(1);
            assertThat(Files.readString(
                            Path.of("/proc", String.valueOf(workers.get(0).pid()), "maps")))
                    .contains(Distribution.home().resolve("archives").toRealPath() + "/java-");
            cluster.cli().run("kill", "probe", "-w", "0").ok();
        }
    }
}
