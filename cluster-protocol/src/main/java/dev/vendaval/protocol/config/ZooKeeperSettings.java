package dev.vendaval.protocol.config;

import java.time.Duration;
import java.util.List;

/**
 * How to reach ZooKeeper.
 *
 * @param servers each host:port
 * @param root the node that everything of this cluster is kept under, begins with a slash
 * @param sessionTimeout how long a silent process counts as present
 */
public record ZooKeeperSettings(List<String> servers, String root, Duration sessionTimeout) {
    /** Copies the list. */
    public ZooKeeperSettings {
        servers = List.copyOf(servers);
    }
}
