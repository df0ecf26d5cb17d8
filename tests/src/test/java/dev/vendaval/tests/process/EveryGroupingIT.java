package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import dev.vendaval.tests.topologies.EveryGrouping;
import dev.vendaval.tests.topologies.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The main job on real processes: 2 supervisors, 3 workers, every grouping, failures on purpose. */
class EveryGroupingIT {
    private static final int LINES = 100_000;
    private static final int WORDS = LINES * EveryGrouping.WORDS;
    private static final String NAME = "every-grouping";

    @Test
    @Tag("A1")
    @Tag("I7")
    void everyLineIsAckedAndEverySinkHasEveryWordAndNothingIsLeftBehind() throws Exception {
        try (ProcessCluster cluster = ProcessCluster.start(2, 2)) {
            Path records = Files.createDirectories(cluster.directory().resolve("records"));
            cluster.cli()
                    .run(
                            "jar",
                            Distribution.testTopologies().toString(),
                            EveryGrouping.class.getName(),
                            NAME,
                            String.valueOf(LINES),
                            records.toString(),
                            "3")
                    .ok();
            assertThat(cluster.workers()).hasSize(3);

            await("every line acked")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(
                            () -> assertThat(lines(cluster.info(NAME), "acked")).isEqualTo(LINES));
            assertThat(lines(cluster.info(NAME), "failed")).isEqualTo(LINES / EveryGrouping.FAIL_EACH);

            cluster.cli().run("deactivate", NAME).ok();
            Map<String, Object> drained = await("nothing in flight")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> cluster.info(NAME), ProcessCluster::nothingInFlight);
            Map<Integer, String> taskComponents = taskComponents(drained);

            cluster.cli().run("kill", NAME).ok();
            assertEverySinkHasWhatItsGroupingPromises(records, taskComponents);
            assertThat(topologyNodes(cluster)).isEmpty();
            assertThat(workerDirectories(cluster)).isEmpty();
            assertThat(cluster.workers()).isEmpty();
            assertThat(cluster.cli().run("info", NAME).exit()).isEqualTo(4);
        }
    }

    private static void assertEverySinkHasWhatItsGroupingPromises(Path records, Map<Integer, String> taskComponents) {
        for (String sink : EveryGrouping.SINKS) {
            Map<Integer, BitSet> seen = new TreeMap<>();
            taskComponents.forEach((task, component) -> {
                if (component.equals(sink)) {
                    seen.put(task, words(Records.read(records, sink, task)));
                }
            });
            BitSet all = new BitSet();
            seen.values().forEach(all::or);
            assertThat(all.cardinality()).as("distinct words at " + sink).isEqualTo(WORDS);

            BitSet lowest = seen.values().iterator().next();
            switch (sink) {
                case "every" ->
                    assertThat(seen.values())
                            .allSatisfy(task -> assertThat(task.cardinality()).isEqualTo(WORDS));
                case "total" ->
                    assertThat(lowest.cardinality()).as("the lowest task").isEqualTo(WORDS);
                case "fields" ->
                    seen.values()
                            .forEach(task ->
                                    assertThat(wordsSplitOverTasks(task)).isEmpty());
                case "direct", "custom" ->
                    assertThat(lowest.stream()).allMatch(word -> word / EveryGrouping.WORDS % EveryGrouping.TASKS == 0);
                default -> assertThat(seen).hasSize(EveryGrouping.TASKS);
            }
        }
    }

    /** Word texts of which a task has seen some occurrences and not all. */
    private static List<String> wordsSplitOverTasks(BitSet seen) {
        Map<String, boolean[]> byText = new TreeMap<>();
        for (int id = 0; id < WORDS; id++) {
            String text = EveryGrouping.word(id / EveryGrouping.WORDS, id % EveryGrouping.WORDS);
            byText.computeIfAbsent(text, key -> new boolean[2])[seen.get(id) ? 1 : 0] = true;
        }
        return byText.entrySet().stream()
                .filter(entry -> entry.getValue()[0] && entry.getValue()[1])
                .map(Map.Entry::getKey)
                .toList();
    }

    private static BitSet words(List<String> records) {
        BitSet seen = new BitSet();
        for (String line : records) {
            if (!line.isBlank()) {
                seen.or(BitSet.valueOf(Stream.of(line.split(" ", -1))
                        .mapToLong(hexadecimal -> Long.parseUnsignedLong(hexadecimal, 16))
                        .toArray()));
            }
        }
        return seen;
    }

    private static long lines(Map<String, Object> info, String field) {
        Object value = ProcessCluster.element(info, "components", "id", "lines").get(field);
        return ((Number) Objects.requireNonNull(value)).longValue();
    }

    @SuppressWarnings("unchecked") // JSON objects
    private static Map<Integer, String> taskComponents(Map<String, Object> info) {
        Map<Integer, String> components = new TreeMap<>();
        for (Map<String, Object> executor : (List<Map<String, Object>>) Objects.requireNonNull(info.get("executors"))) {
            for (Integer task : (List<Integer>) Objects.requireNonNull(executor.get("tasks"))) {
                components.put(task, String.valueOf(executor.get("component")));
            }
        }
        return components;
    }

    private static List<String> topologyNodes(ProcessCluster cluster) throws Exception {
        Map<String, Object> configuration = new Yaml().load(Files.readString(cluster.configuration()));
        String servers = String.join(
                ",",
                ((List<?>) Objects.requireNonNull(configuration.get("zookeeper.servers")))
                        .stream().map(String::valueOf).toList());
        try (CuratorFramework client = CuratorFrameworkFactory.newClient(servers, new RetryOneTime(100))) {
            client.start();
            String root = String.valueOf(configuration.getOrDefault("zookeeper.root", "/vendaval"));
            return Stream.of("/topologies", "/names")
                    .flatMap(path -> children(client, root + path).stream())
                    .toList();
        }
    }

    private static List<String> children(CuratorFramework client, String path) {
        try {
            return client.checkExists().forPath(path) == null
                    ? List.of()
                    : client.getChildren().forPath(path);
        } catch (Exception e) {
            throw new AssertionError("cannot read " + path, e);
        }
    }

    /** What is left in any supervisor's directory of workers. */
    private static List<Path> workerDirectories(ProcessCluster cluster) throws IOException {
        try (Stream<Path> all = Files.walk(cluster.directory())) {
            return all.filter(path -> path.toString().contains("/supervisor/workers/")
                            && !path.toString().contains("/logs/"))
                    .toList();
        }
    }
}
