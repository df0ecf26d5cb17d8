package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import dev.vendaval.tests.topologies.Records;
import dev.vendaval.tests.topologies.lifecycle.Growing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bolt gets tasks under load: its keys go to them with their counts, in order, and nothing fails. */
class GrowthIT {
    private static final String NAME = "growing";
    private static final int PER_SECOND = 5_000;

    private record Step(String what, int tasks, int executors, List<String> options) {}

    @Test
    @Tag("R3")
    @Tag("R4")
    void aCountingBoltGrowsUnderLoadAndNoCountIsWrong() throws Exception {
        try (ProcessCluster cluster = ProcessCluster.start(2, 2)) {
            Path directory = Files.createDirectories(cluster.directory().resolve("records"));
            cluster.cli()
                    .run(
                            "jar",
                            Distribution.testTopologies().toString(),
                            Growing.class.getName(),
                            NAME,
                            directory.toString(),
                            String.valueOf(PER_SECOND),
                            "2")
                    .ok();
            awaitFlow(directory);
            refused(cluster);
            List<String> told = new ArrayList<>();
            for (Step step : List.of(
                    new Step("4 to 8 tasks", 8, 8, List.of("-e", "count=8")),
                    new Step("8 to 3 executors", 8, 3, List.of("-e", "count=3")),
                    new Step("2 to 3 workers and 8 to 12 tasks", 12, 12, List.of("-n", "3", "-e", "count=12")),
                    new Step("3 to 1 workers", 12, 12, List.of("-n", "1")))) {
                told.add(step.what() + ": " + rebalance(cluster, step));
                awaitFlow(directory);
            }
            cluster.cli().run("deactivate", NAME).ok();
            await("nothing left in flight")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> ProcessCluster.nothingInFlight(cluster.info(NAME)));
            cluster.cli().run("kill", NAME, "-w", "5").ok();
            check(directory);
            System.out.println(String.join("\n", told));
        }
    }

    private static void refused(ProcessCluster cluster) {
        Cli.Result result = cluster.cli().run("rebalance", NAME, "-e", "source=2");
        assertThat(result.exit()).isNotZero();
        assertThat(result.toString()).contains("spouts do not grow", "possible: 1");
    }

    private static String rebalance(ProcessCluster cluster, Step step) {
        List<String> command = new ArrayList<>(List.of("--json", "rebalance", NAME));
        command.addAll(step.options());
        Cli.Result result = cluster.cli().run(command.toArray(String[]::new));
        assertThat(result.exit()).as(step.what() + ": " + result).isZero();
        Map<String, Object> report = result.json();
        assertThat(report.get("status")).as(step.what() + ": " + report).isEqualTo("DONE");
        assertThat(report.get("failedTrees")).as(step.what() + ": " + report).isEqualTo(0);
        assertThat(longestOfTheMoves(report))
                .as("beside tasks that move, executors that are new have paused: " + report)
                .isLessThanOrEqualTo((double) Objects.requireNonNull(report.get("longestPauseMs")));
        Map<String, Object> count = component(cluster.info(NAME));
        assertThat(count.get("tasks")).as(step.what()).isEqualTo(step.tasks());
        assertThat(count.get("executors")).as(step.what()).isEqualTo(step.executors());
        return report.get("durationMs") + " ms, longest pause " + report.get("longestPauseMs") + " ms";
    }

    @SuppressWarnings("unchecked") // JSON objects
    private static double longestOfTheMoves(Map<String, Object> report) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(report.get("moved")))
                .stream()
                        .mapToDouble(move -> (double) Objects.requireNonNull(move.get("pauseMs")))
                        .max()
                        .orElse(0);
    }

    @SuppressWarnings("unchecked") // JSON objects
    private static Map<String, Object> component(Map<String, Object> info) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(info.get("components")))
                .stream()
                        .filter(each -> Growing.COUNT.equals(each.get("id")))
                        .findFirst()
                        .orElseThrow();
    }

    private static void awaitFlow(Path directory) {
        long before = seen(directory);
        await("numbers arrive").atMost(Duration.ofSeconds(30)).until(() -> seen(directory) > before + PER_SECOND);
    }

    private static long seen(Path directory) {
        return Records.read(directory, Growing.SINK).stream()
                .filter(line -> line.startsWith("at "))
                .mapToLong(line -> Long.parseLong(line.substring(3)))
                .max()
                .orElse(0);
    }

    private static void check(Path directory) {
        List<String> source = Records.read(directory, Growing.SOURCE);
        assertThat(source).noneMatch(line -> line.startsWith("failed "));
        assertThat(Records.read(directory, Growing.COUNT))
                .as("keys in a task that does not own them")
                .isEmpty();
        assertThat(Records.read(directory, Growing.SINK))
                .as("lost, repeated, out of order or counted wrong")
                .noneMatch(line -> line.startsWith("wrong "));
        long emitted = source.stream()
                .filter(line -> line.startsWith("next "))
                .mapToLong(line -> Long.parseLong(line.substring(5)))
                .max()
                .orElse(0);
        assertThat(seen(directory)).isEqualTo(emitted);
    }
}
