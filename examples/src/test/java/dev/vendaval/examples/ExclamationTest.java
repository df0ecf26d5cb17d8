package dev.vendaval.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.api.Config;
import dev.vendaval.local.LocalCluster;
import dev.vendaval.local.LocalTopology;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExclamationTest {
    @Test
    void everyWordGetsTwoMarks() {
        try (LocalCluster cluster = new LocalCluster();
                LocalTopology topology = cluster.submit("exclamation", new Config(), Exclamation.topology())) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> topology.collect("exclaim-again", "default").size() >= 5);
            assertThat(topology.collect("exclaim-again", "default"))
                    .allSatisfy(values -> assertThat((String) values.get(0)).matches("[a-z]+!!"));
        }
    }
}
