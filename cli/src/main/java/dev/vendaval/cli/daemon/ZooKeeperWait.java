package dev.vendaval.cli.daemon;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.Session;
import dev.vendaval.protocol.config.ZooKeeperSettings;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.zookeeper.ZooKeeperClusterState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first connection of a daemon: a ZooKeeper that is away when it starts may come, so it waits, and says so at each
 * attempt, which takes ten seconds. Only a signal ends it, and does so within seconds, in the middle of an attempt too.
 */
final class ZooKeeperWait {
    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperWait.class);
    private static final long PAUSE_MILLIS = 500;

    private ZooKeeperWait() {}

    static ClusterState connect(Session session, Foreground foreground, ZooKeeperSettings settings) {
        boolean waited = false;
        while (true) {
            try {
                ClusterState clusterState = ZooKeeperClusterState.connect(settings, foreground::announceStopTo);
                foreground.announceStopTo(clusterState::aboutToClose);
                if (waited) {
                    LOG.info("ZooKeeper is there");
                }
                return clusterState;
            } catch (ClusterStateException.Unavailable e) {
                if (foreground.stopsWithin(0)) {
                    throw stopped(settings, e);
                }
                waited = true;
                String sentence = "waiting for ZooKeeper: " + e.getMessage();
                LOG.warn("{}", sentence);
                session.warn(sentence);
                if (foreground.stopsWithin(PAUSE_MILLIS)) {
                    throw stopped(settings, e);
                }
            }
        }
    }

    private static CommandFailure stopped(ZooKeeperSettings settings, ClusterStateException.Unavailable cause) {
        return CommandFailure.of(
                Code.NO_CLUSTER,
                "stopped while waiting for ZooKeeper at " + String.join(", ", settings.servers()),
                null,
                cause);
    }
}
