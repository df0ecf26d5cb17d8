package dev.vendaval.tests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.benchmarks.engine.Engine;
import dev.vendaval.tests.benchmarks.engine.Submission;
import dev.vendaval.tests.benchmarks.results.ResultsFile;
import dev.vendaval.tests.benchmarks.workload.Shape;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.io.IOException;
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
        Results results = new Results(1_700_000_000_000L, List.of("tests/benchmarks/run", "--check"));
        results.add(SCENARIO, List.of(result("vendaval", 10, 30, 20.5), result("storm-default", 100, 200, 100)));
        Path file = directory.resolve("results.json");
        new ResultsFile(results.document()).write(file);

        ResultsFile read = ResultsFile.merge(List.of(file));
        assertThat(read.document()).containsKeys("schema", "startedAtMs", "command", "machine", "scenarios");
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

    private static void write(Path file, double value) throws IOException {
        Results results = new Results(1, List.of());
        results.add(SCENARIO, List.of(result("vendaval", value)));
        new ResultsFile(results.document()).write(file);
    }
}
