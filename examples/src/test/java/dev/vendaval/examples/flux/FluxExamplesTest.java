package dev.vendaval.examples.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.flux.Flux;
import dev.vendaval.flux.FluxOptions;
import dev.vendaval.flux.FluxTopology;
import dev.vendaval.local.LocalCluster;
import dev.vendaval.local.LocalTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology files of the distribution, each run. */
class FluxExamplesTest {
    private static final Path FILES = Path.of("src/main/flux");
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private static FluxTopology load(String file, FluxOptions options) {
        FluxTopology loaded = Flux.load(FILES.resolve(file), options);
        assertThat(loaded.warnings()).isEmpty();
        return loaded;
    }

    private static LocalTopology submit(LocalCluster cluster, FluxTopology loaded) {
        return cluster.submit(loaded.name(), loaded.config(), loaded.topology());
    }

    @Test
    void wordCountCountsWords() throws IOException {
        Path text = Files.write(directory.resolve("text"), List.of("a b", "b c"));
        Path counts = Files.createDirectory(directory.resolve("counts"));
        FluxTopology loaded = load(
                "wordcount.yaml",
                FluxOptions.defaults().withProperties(Map.of("input", text.toString(), "output", counts.toString())));

        try (LocalCluster cluster = new LocalCluster();
                LocalTopology running = submit(cluster, loaded)) {
            running.awaitAcked(2, ENOUGH);
            assertThat(linesOf(counts)).containsExactlyInAnyOrder("a\t1", "b\t2", "c\t1");
        }
    }

    private static List<String> linesOf(Path counts) throws IOException {
        try (Stream<Path> files = Files.list(counts)) {
            List<String> lines = new ArrayList<>();
            for (Path file :
                    files.filter(path -> path.toString().contains("counts-")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            return lines;
        }
    }

    @Test
    void topWordsRanksTheWordsOfItsWindow() {
        FluxTopology loaded = load(
                "top-words.yaml", FluxOptions.defaults().withProperties(Map.of("tick", "100ms", "interval", "1ms")));

        try (LocalCluster cluster = new LocalCluster();
                LocalTopology running = submit(cluster, loaded)) {
            await().atMost(ENOUGH)
                    .until(() -> running.collect("top", "default").stream()
                            .anyMatch(values -> values.equals(List.of(List.of("gale", "storm", "breeze")))));
        }
    }

    @Test
    void theDiamondHasEveryGrouping() {
        FluxTopology loaded = load("diamond.yaml", FluxOptions.defaults());

        try (LocalCluster cluster = new LocalCluster();
                LocalTopology running = submit(cluster, loaded)) {
            running.awaitAcked(100, ENOUGH);
            running.awaitIdle(ENOUGH);

            for (String once : List.of("shuffle", "fields", "partial", "global", "none", "local", "custom")) {
                assertThat(running.collect(once, "default")).as(once).hasSize(100);
            }
            for (String toEvery : List.of("all", "direct")) {
                assertThat(running.collect(toEvery, "default")).as(toEvery).hasSize(200);
            }
            assertThat(running.collect("global", "default"))
                    .allSatisfy(values -> assertThat(values.get(1)).isEqualTo(0));
            for (String keyed : List.of("fields", "custom")) {
                Map<Object, Long> tasksOfWord = running.collect(keyed, "default").stream()
                        .map(values -> List.of(values.get(2), values.get(1)))
                        .distinct()
                        .collect(Collectors.groupingBy(pair -> pair.get(0), Collectors.counting()));
                assertThat(tasksOfWord.values()).as(keyed).containsOnly(1L).hasSize(4);
            }
            assertThat(running.collect("gather", "default")).hasSize(7 * 100 + 2 * 200);
        }
    }

    @Test
    void layersComeFromAnIncludeAndProperties() {
        FluxTopology loaded = load(
                "layers.yaml",
                FluxOptions.defaults()
                        .withProperties(FILES.resolve("production.properties"))
                        .withEnvironment(Map.of("HOSTNAME", "h1")));

        assertThat(loaded.name()).isEqualTo("layers-production");
        assertThat(loaded.config())
                .containsEntry("topology.workers", 2)
                .containsEntry("topology.message.timeout", "20s");
        try (LocalCluster cluster = new LocalCluster();
                LocalTopology running = submit(cluster, loaded)) {
            running.awaitAcked(20, ENOUGH);
            assertThat(running.collect("label", "default")).hasSize(20).allSatisfy(values -> {
                assertThat(values.get(0)).isEqualTo("production on h1");
                assertThat(values.get(2)).isIn("wind", "rain");
            });
        }
    }
}
