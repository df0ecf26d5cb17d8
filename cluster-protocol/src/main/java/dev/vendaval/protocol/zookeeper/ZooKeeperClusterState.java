package dev.vendaval.protocol.zookeeper;

import dev.vendaval.protocol.config.ZooKeeperSettings;
import dev.vendaval.protocol.state.ClusterState;

/** Stage 1. */
@SuppressWarnings("DoNotCallSuggester")
public final class ZooKeeperClusterState {
    private ZooKeeperClusterState() {}

    public static ClusterState connect(ZooKeeperSettings settings) {
        throw unbuilt();
    }

    private static UnsupportedOperationException unbuilt() {
        return new UnsupportedOperationException("stage 1");
    }
}
