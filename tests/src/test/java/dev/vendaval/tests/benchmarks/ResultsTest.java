package dev.vendaval.tests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.benchmarks.engine.Engine;
import dev.vendaval.tests.benchmarks.engine.Submission;
import dev.vendaval.tests.benchmarks.results.ResultsFile;
import dev.vendaval.tests.benchmarks.results.Run;
import dev.vendaval.tests.benchmarks.workload.Shape;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Scenario SCENARIO =
            new Scenario(Workload.of("latency-10k", Shape.LATENCY, true, 1).withRate(10_000), Scenario.Kind.LATENCY);

    @TempDir
    private Path directory;

    /** Runs nothing; only names itself. */
    private static final class NamedEngine implements Engine {
        @Override
        public List<String> systems() {
            return List.of("vendaval", "storm-default");
        }

        @Override
        public String version() {
            return "1.2";
        }

        @Override
        public Map<String, Object> settings(String system, Workload workload) {
            return Map.of("workers", workload.workers());
        }

        @Override
        public boolean runs(String system, Workload workload) {
            return true;
        }

        @Override
        public void start(Path directory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Submission submit(String system, Workload workload, Path tally) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // Was never started.
        }
    }

    private static SystemResult result(String system, double... values) {
        SystemResult result = new SystemResult(new NamedEngine(), system, SCENARIO);
        Latencies latencies = Latencies.between(new long[2_048], counts());
        for (double value : values) {
            result.add(new Measurement(
                    value,
                    value / 100,
                    (long) (value * 1_000_000),
                    latencies,
                    Latencies.between(new long[0], new long[0]),
                    OptionalDouble.empty(),
                    List.of("-Xmx1g")));
        }
        return result;
    }

    /** One latency each of 1,000 and 2,000 ns. */
    private static long[] counts() {
        long[] counts = new long[2_048];
        counts[1_000] = 1;
        counts[2_000] = 1;
        return counts;
    }

    @Test
    void theDocumentHasTheFieldsOfTheContractAndComesBackFromItsFile() throws IOException {
        Results results =
                new Results(new Run(1_700_000_000_000L, List.of("tests/benchmarks/run", "--check"), "abc1234"));
        results.add(SCENARIO, List.of(result("vendaval", 10, 30, 20.5), result("storm-default", 100, 200, 100)));
        Path file = directory.resolve("results.json");
        new ResultsFile(results.document()).write(file);

        ResultsFile read = ResultsFile.merge(List.of(file));
        assertThat(read.document())
                .containsKeys("schema", "machine", "scenarios")
                .containsEntry("startedAtMs", 1_700_000_000_000L)
                .containsEntry("command", List.of("tests/benchmarks/run", "--check"))
                .containsEntry("commit", "abc1234");
        Map<String, Object> system = read.system("latency-10k", "vendaval").orElseThrow();
        assertThat(system)
                .containsEntry("version", "1.2")
                .containsEntry("values", List.of(10, 30, 20.5))
                .containsEntry("min", 10)
                .containsEntry("median", 20.5)
                .containsEntry("max", 30)
                .containsEntry("cpuCores", 0.205)
                .containsEntry("rssBytes", 30_000_000)
                .containsEntry("settings", Map.of("workers", 1, "workerJvmFlags", List.of("-Xmx1g")))
                .containsEntry("latencyUs", Map.of("p50", 1.0, "p99", 2.0, "p999", 2.0, "max", 2.0, "count", 6))
                .containsEntry("completionUs", null);
        assertThat(read.scenario("latency-10k").orElseThrow())
                .containsEntry("unit", "us")
                .containsEntry(
                        "comparisons",
                        List.of(Map.of(
                                "baseline", "storm-default", "ratio", 0.205, "ratios", List.of(0.1, 0.15, 0.205))));
        assertThat(read.figure("latency-10k", "vendaval", "latencyUs.p99")).contains(2.0);
        assertThat(read.figure("latency-10k", "vendaval", "completionUs.p99")).isEmpty();
        assertThat(read.figure("latency-10k", "flink-chained", "median")).isEmpty();
    }

    @Test
    void ofSeveralRunsTheLastOfAScenarioCounts() throws IOException {
        Path first = directory.resolve("first.json");
        Path second = directory.resolve("second.json");
        write(first, 10);
        write(second, 77);
        assertThat(ResultsFile.merge(List.of(first, second)).figure("latency-10k", "vendaval", "median"))
                .contains(77.0);
    }

    @Test
    void severalRunsAsOneKeepTheCommandCommitAndDateOfEachAlsoWhenMergedOnceMore() throws IOException {
        Run one = new Run(1, List.of("tests/benchmarks/run", "--repeat", "3"), "abc1234");
        Run two = new Run(2, List.of("tests/benchmarks/run", "--against", "none"), "def5678+changes");
        Run three = new Run(3, List.of("tests/benchmarks/run"), "");
        Path first = directory.resolve("first.json");
        Path second = directory.resolve("second.json");
        Path third = directory.resolve("third.json");
        write(first, one, 10);
        write(second, two, 77);
        write(third, three, 5);
        Path both = directory.resolve("both.json");
        ResultsFile.merge(List.of(first, second)).write(both);

        assertThat(ResultsFile.merge(List.of(first)).runs()).containsExactly(one);
        assertThat(ResultsFile.merge(List.of(third, both, first)).runs()).containsExactly(three, one, two);
    }

    @Test
    void ofAFileInACommandOnlyTheNameIsKeptAlsoOfACommandThatWasWrittenDownWhole() throws IOException {
        List<String> whole = List.of(
                "tests/benchmarks/run", "--from", "/home/me/a.json", "--from=../b.json", "--json", "c.json", "--check");
        List<String> names =
                List.of("tests/benchmarks/run", "--from", "a.json", "--from=b.json", "--json", "c.json", "--check");
        Path file = directory.resolve("old.json");
        write(file, new Run(1, List.of("COMMAND"), ""), 10);
        Files.writeString(file, Files.readString(file).replace("\"COMMAND\"", '"' + String.join("\",\"", whole) + '"'));

        assertThat(new Run(1, whole, "").command()).isEqualTo(names);
        assertThat(ResultsFile.merge(List.of(file)).document())
                .containsEntry("command", names)
                .hasEntrySatisfying("runs", runs -> assertThat(runs.toString()).doesNotContain("/home/me"));
    }

    private static void write(Path file, double value) throws IOException {
        write(file, new Run(1, List.of("tests/benchmarks/run"), ""), value);
    }

    private static void write(Path file, Run run, double value) throws IOException {
        Results results = new Results(run);
        results.add(SCENARIO, List.of(result("vendaval", value)));
        new ResultsFile(results.document()).write(file);
    }
}
