package dev.vendaval.tests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.client.ClusterConnector;
import dev.vendaval.client.ProgressListener;
import dev.vendaval.client.SubmitOptions;
import dev.vendaval.client.SubmitOrder;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.tests.benchmarks.engine.Engine;
import dev.vendaval.tests.benchmarks.engine.Submission;
import dev.vendaval.tests.benchmarks.topologies.WorkloadTopology;
import dev.vendaval.tests.benchmarks.workload.Workload;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * Every scenario runs for a moment on one real cluster, two beside each other, and every tuple arrives and is acked. No
 * figure is asserted: that is the benchmark's business. Submits by client, since a JVM for each command would take most
 * of the time.
 */
class BenchmarkSmokeIT {
    private static final int SIDE_BY_SIDE = 2;
    private static final Timing MOMENT = new Timing(Duration.ZERO, Duration.ofMillis(300), Duration.ofMinutes(1));
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration GONE = Duration.ofSeconds(30);
    private static final long MINUTES = 5;

    private static final ProcessCluster CLUSTER = ProcessCluster.start(2, SIDE_BY_SIDE);
    private static final VendavalClient CLIENT = connect();
    private static final ExecutorService ROUNDS = Executors.newFixedThreadPool(SIDE_BY_SIDE);

    private static VendavalClient connect() {
        try {
            Map<String, Object> configuration = new Yaml().load(Files.readString(CLUSTER.configuration()));
            List<HostPort> seeds = ((List<?>) Objects.requireNonNull(configuration.get("nimbus.seeds")))
                    .stream()
                            .map(seed -> HostPort.parse(String.valueOf(seed), 6627))
                            .toList();
            return ClusterConnector.connect(seeds, CALL, new Caller("tests", "127.0.0.1", "benchmarks"));
        } catch (IOException e) {
            CLUSTER.close();
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        ROUNDS.shutdownNow();
        assertThat(ROUNDS.awaitTermination(MINUTES, TimeUnit.MINUTES)).isTrue();
        CLIENT.close();
        CLUSTER.close();
    }

    @Test
    void everyScenarioIsValid() throws Exception {
        List<Callable<Measurement>> rounds = new ArrayList<>();
        for (Scenario scenario : Scenario.all()) {
            Path tally = Files.createTempDirectory(CLUSTER.directory(), scenario.id());
            rounds.add(() -> new Round(new ByClient(), "vendaval", scenario, MOMENT, tally).run());
        }
        List<Future<Measurement>> done = ROUNDS.invokeAll(rounds, MINUTES, TimeUnit.MINUTES);
        for (Future<Measurement> round : done) {
            assertThat(round).succeedsWithin(Duration.ofSeconds(1));
        }
    }

    private static final class ByClient implements Engine {
        @Override
        public List<String> systems() {
            return List.of("vendaval");
        }

        @Override
        public String version() {
            return "smoke";
        }

        @Override
        public Map<String, Object> settings(String system, Workload workload) {
            return Map.of();
        }

        @Override
        public boolean runs(String system, Workload workload) {
            return true;
        }

        @Override
        public void start(Path directory) {
            throw new UnsupportedOperationException("one cluster for all");
        }

        @Override
        public Submission submit(String system, Workload workload, Path tally) {
            String name = workload.scenario();
            CLIENT.submit(
                    new SubmitOrder(
                            name,
                            TopologyConfig.validated(WorkloadTopology.configuration(workload)),
                            WorkloadTopology.topology(workload, tally.toString()),
                            Distribution.testTopologies()),
                    SubmitOptions.DEFAULT,
                    ProgressListener.SILENT);
            return new Submission() {
                @Override
                public List<ProcessHandle> workers() {
                    return CLUSTER.workers().stream()
                            .filter(worker ->
                                    worker.info().commandLine().orElse("").contains("-Dvendaval.topology=" + name))
                            .toList();
                }

                @Override
                public void stop() {
                    CLIENT.awaitGone(List.of(CLIENT.kill(name, Duration.ZERO)), GONE, ProgressListener.SILENT);
                }
            };
        }

        @Override
        public void close() {
            // The cluster is closed after all tests.
        }
    }
}
