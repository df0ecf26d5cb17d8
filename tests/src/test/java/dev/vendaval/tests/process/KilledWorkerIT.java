package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.harness.ProcessCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A counting worker dies by kill -9 in the middle of the word count; no line is missing at the end. */
class KilledWorkerIT {
    private static final int LINES = 20_000;
    private static final int WORDS_PER_LINE = 4;
    private static final String NAME = "wordcount";

    @Test
    @Tag("F1")
    void liveTotalsStopAndResumeAndNoLineIsMissing() throws Exception {
        try (ProcessCluster cluster = ProcessCluster.start(2, 1)) {
            Path text = writeText(cluster.directory().resolve("text.txt"));
            Path counts = cluster.directory().resolve("counts");
            WordCounts.start(cluster.cli(), NAME, text, counts, 2_000);
            await("live totals flow")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> counted(counts) > WORDS_PER_LINE * 2_000L);

            ProcessHandle victim = cluster.worker(portOfACountingWorkerWithoutTheSpout(cluster.info(NAME)));
            victim.destroyForcibly();

            await("the worker is replaced by another process")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> cluster.workers().size() == 2
                            && cluster.workers().stream().noneMatch(worker -> worker.pid() == victim.pid()));
            long atRestart = counted(counts);
            await("live totals resume").atMost(Duration.ofMinutes(1)).until(() -> counted(counts) > atRestart);
            await("every line acked")
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() ->
                            spout(cluster.info(NAME), "acked") >= LINES && spout(cluster.info(NAME), "pending") == 0);

            Map<String, Object> info = cluster.info(NAME);
            assertThat(spout(info, "failed")).as("lines replayed").isPositive();
            assertThat(String.valueOf(info.get("workers"))).doesNotContain(String.valueOf(victim.pid()));
            cluster.cli().run("kill", NAME, "-w", "5").ok();
            Map<String, Long> found = counts(counts);
            assertThat(found.keySet()).hasSize(LINES + WORDS_PER_LINE - 1);
            assertThat(found)
                    .allSatisfy((word, count) ->
                            assertThat(count).as(word).isGreaterThanOrEqualTo(word.startsWith("line-") ? 1 : LINES));
        }
    }

    /** Each line has a word of its own, so that a lost line shows whatever is counted twice. */
    private static Path writeText(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < LINES; line++) {
            lines.add("line-" + line + " the same words");
        }
        return Files.write(file, lines);
    }

    private static long counted(Path directory) throws IOException {
        return counts(directory).values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> counts(Path directory) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".tsv")
                            && path.getFileName().toString().startsWith("counts-"))
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    int tab = line.indexOf('\t');
                    counts.merge(line.substring(0, tab), Long.parseLong(line.substring(tab + 1)), Long::sum);
                }
            }
        }
        return counts;
    }

    @SuppressWarnings("unchecked") // JSON objects
    private static int portOfACountingWorkerWithoutTheSpout(Map<String, Object> info) {
        List<Map<String, Object>> executors = (List<Map<String, Object>>) Objects.requireNonNull(info.get("executors"));
        Object spoutPort = executors.stream()
                .filter(executor -> "lines".equals(executor.get("component")))
                .findFirst()
                .orElseThrow()
                .get("port");
        return executors.stream()
                .filter(executor -> "count".equals(executor.get("component")))
                .map(executor -> (Integer) Objects.requireNonNull(executor.get("port")))
                .filter(port -> !port.equals(spoutPort))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no counting worker without the spout in " + executors));
    }

    private static long spout(Map<String, Object> info, String field) {
        Object value = ProcessCluster.element(info, "components", "id", "lines").get(field);
        return ((Number) Objects.requireNonNull(value)).longValue();
    }
}
