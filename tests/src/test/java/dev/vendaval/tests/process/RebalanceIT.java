package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import dev.vendaval.tests.topologies.Records;
import dev.vendaval.tests.topologies.lifecycle.Moving;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers and executors change under load: nothing is lost, repeated, out of order or failed, and no JVM restarts. */
class RebalanceIT {
    private static final String NAME = "moving";
    private static final int PER_SECOND = 3_000;

    private record Step(String what, List<String> options) {}

    @Test
    @Tag("R1")
    @Tag("R3")
    @Tag("R5")
    void workersAndExecutorsChangeUnderLoadAndNobodyDownstreamNotices() throws Exception {
        try (ProcessCluster cluster = ProcessCluster.start(2, 4)) {
            Path directory = Files.createDirectories(cluster.directory().resolve("records"));
            cluster.cli()
                    .run(
                            "jar",
                            Distribution.testTopologies().toString(),
                            Moving.class.getName(),
                            NAME,
                            directory.toString(),
                            String.valueOf(PER_SECOND),
                            "1")
                    .ok();
            awaitFlow(directory);
            List<String> told = new ArrayList<>();
            for (Step step : List.of(
                    new Step("1 to 3 workers", List.of("-n", "3")),
                    new Step("2 to 5 executors", List.of("-e", "count=5")),
                    new Step("5 to 2 executors", List.of("-e", "count=2")),
                    new Step("3 to 1 workers", List.of("-n", "1")),
                    new Step("1 to 2 workers and 2 to 4 executors", List.of("-n", "2", "-e", "count=4")))) {
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

    private static String rebalance(ProcessCluster cluster, Step step) {
        Set<Long> before = pids(cluster.info(NAME));
        List<String> command = new ArrayList<>(List.of("--json", "rebalance", NAME));
        command.addAll(step.options());
        Cli.Result result = cluster.cli().run(command.toArray(String[]::new));
        assertThat(result.exit()).as(step.what() + ": " + result).isZero();
        Map<String, Object> report = result.json();
        assertThat(report.get("status")).as(step.what() + ": " + report).isEqualTo("DONE");
        assertThat(report.get("failedTrees")).as(step.what() + ": " + report).isEqualTo(0);
        await(step.what() + ": emptied workers end")
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        pids(cluster.info(NAME)).size() == cluster.workers().size());
        Set<Long> after = pids(cluster.info(NAME));
        int stay = Math.min(before.size(), after.size());
        after.retainAll(before);
        assertThat(after).as(step.what() + ": workers that stayed").hasSize(stay);
        return report.get("durationMs") + " ms, longest pause " + report.get("longestPauseMs") + " ms";
    }

    @SuppressWarnings("unchecked") // JSON objects
    private static Set<Long> pids(Map<String, Object> info) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(info.get("workers")))
                .stream()
                        .map(worker -> ((Number) Objects.requireNonNull(worker.get("pid"))).longValue())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void awaitFlow(Path directory) {
        long seen = seen(directory).count();
        await("numbers arrive")
                .atMost(Duration.ofSeconds(30))
                .until(() -> seen(directory).count() > seen + PER_SECOND);
    }

    private static LongStream seen(Path directory) {
        return Records.read(directory, Moving.SINK).stream()
                .filter(line -> line.startsWith("seen "))
                .flatMap(line -> List.of(line.substring(5).split(" ")).stream())
                .mapToLong(Long::parseLong);
    }

    private static void check(Path directory) {
        List<String> source = Records.read(directory, Moving.SOURCE);
        assertThat(source).noneMatch(line -> line.startsWith("failed "));
        long emitted = source.stream()
                .filter(line -> line.startsWith("next "))
                .mapToLong(line -> Long.parseLong(line.substring(5)))
                .max()
                .orElse(0);
        assertThat(Records.read(directory, Moving.COUNT))
                .as("disorder at count")
                .isEmpty();
        assertThat(Records.read(directory, Moving.SINK)).noneMatch(line -> line.startsWith("disorder "));
        long[] sorted = seen(directory).sorted().toArray();
        assertThat(sorted)
                .as("each number once")
                .isEqualTo(LongStream.range(0, emitted).toArray());
    }
}
