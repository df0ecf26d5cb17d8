package dev.vendaval.tests.rules;

import dev.vendaval.api.Topology;
import dev.vendaval.local.LocalCluster;
import dev.vendaval.local.LocalTopology;
import dev.vendaval.protocol.report.TopologyInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** One worker in local mode, where every tuple is serialized all the same. */
final class LocalVenue implements Venue {
    // Nothing is collected: a record of every tuple would count as memory that the runtime does not bound.
    private final LocalCluster cluster = LocalCluster.builder().recordAtMost(0).start();

    @Override
    public int workers() {
        return 1;
    }

    @Override
    public Path directory(String name) {
        try {
            Path parent = Files.createDirectories(Path.of("target", "rules").toAbsolutePath());
            return Files.createTempDirectory(parent, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Running submit(String name, Map<String, Object> configuration, Topology topology) {
        LocalTopology submitted = cluster.submit(name, configuration, topology);
        return new Running() {
            @Override
            public TopologyInfo info() {
                return submitted.info();
            }

            @Override
            public void activate() {
                submitted.activate();
            }

            @Override
            public void deactivate() {
                submitted.deactivate();
            }

            @Override
            public void kill(Duration wait) {
                submitted.kill(wait);
            }
        };
    }

    @Override
    public void close() {
        cluster.close();
    }
}
