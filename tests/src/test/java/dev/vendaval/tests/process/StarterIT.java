package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newcomer's own project: the starter copied out of the distribution, built with its test, submitted. */
class StarterIT {
    @TempDir
    Path directory;

    @Test
    void starterBuildsItsTestPassesAndItRunsOnACluster() throws Exception {
        Path project = copy(Distribution.home().resolve("examples/starter"), directory.resolve("starter"));
        Path log = directory.resolve("maven.log");
        Process maven = new ProcessBuilder(List.of(
                        "mvn", "-B", "--no-transfer-progress", "package", "-Dvendaval.home=" + Distribution.home()))
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(maven.waitFor(5, TimeUnit.MINUTES)).as("maven ended").isTrue();
        assertThat(maven.exitValue()).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log)).contains("Tests run: 1, Failures: 0, Errors: 0");

        try (ProcessCluster cluster = ProcessCluster.start(1, 1)) {
            cluster.cli()
                    .run("jar", project.resolve("target/starter.jar").toString(), "org.example.starter.Starter")
                    .ok();
            assertThat(cluster.cli().run("list").ok().out()).contains("starter").contains("ACTIVE");
            cluster.cli().run("kill", "starter", "-w", "1").ok();
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }
}
