package dev.vendaval.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.config.ZooKeeperSettings;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.Registration;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.zookeeper.ZooKeeperClusterState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedZooKeeperTest {
    @TempDir
    Path directory;

    @Test
    void onAFreePortItServesAClusterStateAndComesBackAfterAStop() throws Exception {
        for (int life = 1; life <= 2; life++) {
            try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(new HostPort("127.0.0.1", 0), directory)) {
                ZooKeeperSettings settings = new ZooKeeperSettings(
                        List.of(server.address().toString()), "/vendaval", Duration.ofSeconds(10));
                SupervisorRecord supervisor = new SupervisorRecord("s" + life, "127.0.0.1", 1, List.of(2));
                try (ClusterState state = ZooKeeperClusterState.connect(settings);
                        Registration present = state.registerSupervisor(supervisor)) {
                    assertThat(present).isNotNull();
                    assertThat(state.supervisors()).containsExactly(supervisor);
                }
            }
        }
    }
}
