package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topology file of the distribution, submitted to a real cluster as its comment says, and in Storm's way. */
class FluxIT {
    private static final String NAME = "wordcount-flux";
    private static final int LINES = 5_000;
    private static final Duration ENOUGH = Duration.ofSeconds(20);
    private static final String JAR =
            Distribution.home().resolve("examples/vendaval-examples.jar").toString();
    private static final String FILE =
            Distribution.home().resolve("examples/flux/wordcount.yaml").toString();

    private static ProcessCluster cluster;

    @TempDir
    private Path directory;

    private Path counts;
    private String properties;

    @BeforeAll
    static void startCluster() {
        cluster = ProcessCluster.start(2, 1);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void writeText() throws IOException {
        Path text = directory.resolve("text");
        Files.write(text, Stream.generate(() -> "gale storm gale").limit(LINES).toList());
        counts = Files.createDirectory(directory.resolve("counts"));
        properties = Files.writeString(
                        directory.resolve("wordcount.properties"), "input=" + text + "\noutput=" + counts + "\n")
                .toString();
    }

    @Test
    void submittedInactiveItCountsOnceActivated() throws IOException {
        cluster.cli()
                .run("flux", "validate", "--jar", JAR, "--filter", properties, FILE)
                .ok();
        cluster.cli()
                .run("jar", JAR, "--flux", FILE, "--filter", properties, "--inactive")
                .ok();
        assertThat(cluster.info(NAME)).containsEntry("status", "INACTIVE").containsEntry("workersWanted", 2);
        assertThat(countedLines()).isEmpty();

        cluster.cli().run("activate", NAME).ok();

        assertThatEveryWordIsCounted();
        assertThat(cluster.workers()).hasSize(2);
        cluster.cli().run("kill", NAME, "-w", "0").ok();
    }

    @Test
    void stormsMainClassAndOptionsWorkWithTheJarAsItIs() throws IOException {
        cluster.cli()
                .run("jar", JAR, "org.apache.storm.flux.Flux", "--remote", "--filter", properties, FILE)
                .ok();

        assertThatEveryWordIsCounted();
        cluster.cli().run("kill", NAME, "-w", "0").ok();
    }

    private void assertThatEveryWordIsCounted() throws IOException {
        await("every line acked").atMost(ENOUGH).until(() -> acked() == LINES);
        // A word is acked only once it is in its file.
        assertThat(countedLines()).containsExactlyInAnyOrder("gale\t" + 2 * LINES, "storm\t" + LINES);
    }

    private long acked() {
        Map<String, Object> lines = ProcessCluster.element(cluster.info(NAME), "components", "id", "lines");
        return ((Number) Objects.requireNonNull(lines.get("acked"))).longValue();
    }

    private List<String> countedLines() throws IOException {
        List<String> counted = new ArrayList<>();
        try (Stream<Path> files = Files.list(counts)) {
            for (Path file :
                    files.filter(path -> path.toString().contains("counts-")).toList()) {
                counted.addAll(Files.readAllLines(file));
            }
        }
        return counted;
    }
}
