package dev.vendaval.tests.benchmarks;

import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import dev.vendaval.tests.topologies.Benchmark;
import dev.vendaval.tests.topologies.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs one scenario on a cluster: submit, warm up, measure, deactivate, drain, and check that every
 * tuple arrived and, tracked, was acked; a run that lost one is no measurement.
 */
final class ScenarioRun {
    private static final Duration DRAIN = Duration.ofSeconds(90);
    private static final String NAME = "benchmark";

    private final ProcessCluster cluster;
    private final Scenario scenario;

    ScenarioRun(ProcessCluster cluster, Scenario scenario) {
        this.cluster = cluster;
        this.scenario = scenario;
    }

    /** @param seconds of each of {@code windows} windows, after a warm-up of as many seconds as one window, 5 at least */
    Measurement run(int seconds, int windows) throws IOException {
        Path directory = Files.createTempDirectory(cluster.directory(), scenario.id());
        cluster.cli()
                .run(
                        "jar",
                        Distribution.testTopologies().toString(),
                        Benchmark.class.getName(),
                        scenario.shape(),
                        NAME,
                        directory.toString(),
                        String.valueOf(scenario.workers()),
                        String.valueOf(scenario.tracked()))
                .ok();
        int warmUp = Math.max(5, seconds);
        awaitSamples(directory, warmUp);
        Duration cpuBefore = cpu();
        long startedAt = System.nanoTime();
        awaitSamples(directory, warmUp + seconds * windows);
        double cores = (double) cpu().minus(cpuBefore).toNanos() / (System.nanoTime() - startedAt);
        long rss = residentBytes();
        List<Long> values = throughput(samples(directory), warmUp, seconds, windows);
        Map<String, Object> source = drainAndCheck();
        cluster.cli().run("kill", NAME, "-w", "0").ok();
        return new Measurement(values, cores, rss, latency(source));
    }

    private static List<String> samples(Path directory) {
        return Records.read(directory, Benchmark.SINK);
    }

    private static void awaitSamples(Path directory, int count) {
        await("sample " + count + " of the sink")
                .atMost(Duration.ofSeconds(30L + 2L * count))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> samples(directory).size() > count);
    }

    private static List<Long> throughput(List<String> samples, int warmUp, int seconds, int windows) {
        List<Long> values = new ArrayList<>();
        for (int window = 0; window < windows; window++) {
            long[] from = sample(samples.get(warmUp + window * seconds));
            long[] to = sample(samples.get(warmUp + (window + 1) * seconds));
            values.add(Math.round((to[1] - from[1]) * 1e9 / (to[0] - from[0])));
        }
        return values;
    }

    private static long[] sample(String line) {
        String[] parts = line.split(" ", 2);
        return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
    }

    private Map<String, Object> drainAndCheck() {
        cluster.cli().run("deactivate", NAME).ok();
        Map<String, Object> info = await("nothing in flight")
                .atMost(DRAIN)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> cluster.info(NAME), ProcessCluster::nothingInFlight);
        Map<String, Object> source = ProcessCluster.element(info, "components", "id", Benchmark.SOURCE);
        Map<String, Object> sink = ProcessCluster.element(info, "components", "id", Benchmark.SINK);
        long emitted = emitted(source);
        check("executed by the sink", number(sink, "executed"), emitted * Benchmark.copies(scenario.shape()));
        if (scenario.tracked()) {
            check("trees acked", number(source, "acked"), emitted);
            check("trees failed", number(source, "failed"), 0);
        }
        return source;
    }

    private void check(String what, long found, long expected) {
        if (found != expected) {
            throw new IllegalStateException(
                    scenario.id() + " is not valid: " + what + " " + found + ", expected " + expected);
        }
    }

    @SuppressWarnings("unchecked") // JSON objects
    private static long emitted(Map<String, Object> source) {
        Map<String, Map<String, Object>> streams =
                (Map<String, Map<String, Object>>) Objects.requireNonNull(source.get("streams"));
        return number(Objects.requireNonNull(streams.get("default")), "emitted");
    }

    private static long number(Map<String, Object> document, String field) {
        return ((Number) Objects.requireNonNull(document.get(field), field)).longValue();
    }

    @SuppressWarnings("unchecked") // JSON object
    private static Map<String, Object> latency(Map<String, Object> source) {
        return (Map<String, Object>) Objects.requireNonNull(source.get("completeLatencyUs"));
    }

    private Duration cpu() {
        return cluster.workers().stream()
                .map(worker -> worker.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private long residentBytes() throws IOException {
        long total = 0;
        for (ProcessHandle worker : cluster.workers()) {
            for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(worker.pid()), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    total += Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        }
        return total;
    }
}
