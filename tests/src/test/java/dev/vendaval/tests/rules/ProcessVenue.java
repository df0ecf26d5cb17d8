package dev.vendaval.tests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Config;
import dev.vendaval.api.Topology;
import dev.vendaval.client.ClusterConnector;
import dev.vendaval.client.ProgressListener;
import dev.vendaval.client.Submission;
import dev.vendaval.client.SubmitOptions;
import dev.vendaval.client.SubmitOrder;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.yaml.snakeyaml.Yaml;

/** Two workers for each topology on a cluster of processes, one on each of two supervisors; started once for all tests. */
final class ProcessVenue implements Venue {
    private static final int WORKERS = 2;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration GONE_TIMEOUT = Duration.ofSeconds(30);

    private final ProcessCluster cluster;
    private final VendavalClient client;

    private ProcessVenue() {
        cluster = ProcessCluster.start(2, 2);
        client = ClusterConnector.connect(seeds(cluster), CALL_TIMEOUT, new Caller("tests", "127.0.0.1", "rules"));
    }

    /** Gives test classes the one venue of this JVM. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == ProcessVenue.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            // The root store lives as long as the JVM's test run and closes what it holds.
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(ProcessVenue.class))
                    .getOrComputeIfAbsent(Lease.class, key -> new Lease(new ProcessVenue()), Lease.class)
                    .venue();
        }
    }

    private record Lease(ProcessVenue venue) implements AutoCloseable {
        @Override
        public void close() {
            venue.client.close();
            venue.cluster.close();
        }
    }

    private static List<HostPort> seeds(ProcessCluster cluster) {
        try {
            Map<String, Object> configuration = new Yaml().load(Files.readString(cluster.configuration()));
            return ((List<?>) Objects.requireNonNull(configuration.get("nimbus.seeds")))
                    .stream()
                            .map(seed -> HostPort.parse(String.valueOf(seed), 6627))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int workers() {
        return WORKERS;
    }

    @Override
    public Path directory(String name) {
        try {
            return Files.createTempDirectory(cluster.directory(), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Running submit(String name, Map<String, Object> configuration, Topology topology) {
        Map<String, Object> all = new HashMap<>(configuration);
        all.put(Config.TOPOLOGY_WORKERS, WORKERS);
        Submission submission = client.submit(
                new SubmitOrder(name, TopologyConfig.validated(all), topology, Distribution.testTopologies()),
                SubmitOptions.DEFAULT,
                ProgressListener.SILENT);
        assertThat(submission.state()).as(submission.toString()).isEqualTo(Submission.State.UP);
        return new Running() {
            @Override
            public TopologyInfo info() {
                return client.info(name);
            }

            @Override
            public void activate() {
                client.activate(name);
            }

            @Override
            public void deactivate() {
                client.deactivate(name);
            }

            @Override
            public void kill(Duration wait) {
                client.awaitGone(List.of(client.kill(name, wait)), GONE_TIMEOUT.plus(wait), ProgressListener.SILENT);
            }
        };
    }

    @Override
    public void close() {
        // The cluster goes on for the next class; its lease ends it.
    }
}
