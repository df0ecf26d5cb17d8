package org.example.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.local.FixedSpout;
import dev.vendaval.local.LocalCluster;
import dev.vendaval.local.LocalTopology;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StarterTest {
    @Test
    void onlyHotReadingsPass() {
        FixedSpout readings = new FixedSpout(
                new Fields("sensor", "celsius"), List.of(List.of("a", 12.5), List.of("b", 31.0), List.of("a", 29.9)));
        try (LocalCluster cluster = new LocalCluster();
                LocalTopology topology = cluster.submit("starter", new Config(), Starter.topology(readings))) {
            topology.awaitAcked(3, Duration.ofSeconds(10));
            assertEquals(List.of(List.of("b", 31.0)), topology.collect("hot", "default"));
        }
    }
}
