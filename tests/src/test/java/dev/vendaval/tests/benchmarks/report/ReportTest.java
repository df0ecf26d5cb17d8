package dev.vendaval.tests.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.benchmarks.results.Floor;
import dev.vendaval.tests.benchmarks.results.ResultsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    private Path docs;

    private static Map<String, Object> system(String name, double median) {
        return Map.of(
                "system",
                name,
                "version",
                "1",
                "settings",
                Map.of("a", 1),
                "median",
                median,
                "min",
                median,
                "max",
                median,
                "cpuCores",
                1.5,
                "rssBytes",
                300_000_000);
    }

    private static Map<String, Object> run(long startedAtMs, String commit, String... arguments) {
        List<String> command = new ArrayList<>(List.of("tests/benchmarks/run"));
        command.addAll(List.of(arguments));
        return Map.of("startedAtMs", startedAtMs, "command", command, "commit", commit);
    }

    @Test
    void itShowsFiguresFloorsAndWellFormedCharts() throws Exception {
        ResultsFile results = new ResultsFile(Map.of(
                "runs",
                List.of(
                        run(1_700_000_000_000L, "abc1234", "--repeat", "3"),
                        run(1_700_100_000_000L, "", "--json", "/home/me/b.json")),
                "machine",
                Map.of("cpus", 2, "memoryBytes", 24_000_000_000L, "os", "Linux", "jdk", "17"),
                "scenarios",
                List.of(Map.of(
                        "id",
                        "spout-null-tracked",
                        "unit",
                        "tuples/s",
                        "systems",
                        List.of(system("vendaval", 12_300_000), system("storm-default", 670_000)),
                        "comparisons",
                        List.of(Map.of("baseline", "storm-default", "ratio", 18.36, "ratios", List.of(18.36)))))));
        Floor floor = new Floor(
                "ten times",
                "spout-null-tracked",
                "median",
                Floor.Relation.AT_LEAST,
                10,
                List.of(new Floor.Measured("spout-null-tracked", "storm-default")));

        Report.write(docs, results, List.of(floor.compare(results)));

        assertThat(docs.resolve("benchmarks.md"))
                .content()
                .contains("12.3 M", "670 k", "| spout-null-tracked | storm-default | 18.4 |", "| met |")
                .containsSubsequence(
                        "- 2023-11-14, commit abc1234: `tests/benchmarks/run --repeat 3`",
                        "- 2023-11-16, commit not noted: `tests/benchmarks/run --json b.json`")
                .contains("](benchmarks/tracked.svg)")
                .doesNotContain("latency.svg");
        Path chart = docs.resolve("benchmarks/tracked.svg");
        assertThat(Files.readString(chart)).contains("prefers-color-scheme:dark", ">12.3 M<");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(chart.toFile())
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
    }
}
