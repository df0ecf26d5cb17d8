package dev.vendaval.protocol.zookeeper;

import dev.vendaval.protocol.state.ClusterStateException;
import java.util.ArrayList;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ephemeral node that says that this process is there. A node left by an earlier session, of this process or of the
 * one before it, is replaced in one step, so that nobody sees a gap. A later process of the same id takes the node
 * over, and is left in peace unless this process gets a new session.
 */
final class Presence {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final int ATTEMPTS = 5;

    private final ZooKeeperClient client;
    private final String path;
    private final byte[] data;
    private boolean closed;

    Presence(ZooKeeperClient client, String path, byte[] data) {
        this.client = client;
        this.path = path;
        this.data = data;
    }

    /** Makes the node if this session does not have it. */
    synchronized void make() {
        for (int attempt = 0; attempt < ATTEMPTS && !closed; attempt++) {
            ZooKeeperClient.Node present = client.read(path).orElse(null);
            if (present != null && present.stat().getEphemeralOwner() == sessionId()) {
                return;
            }
            if (replace(present)) {
                LOG.info("Present at {}", path);
                return;
            }
        }
        if (!closed) {
            throw new ClusterStateException.Unavailable(
                    "registering " + path + ": somebody else changed it " + ATTEMPTS + " times meanwhile",
                    new KeeperException.BadVersionException(path));
        }
    }

    private boolean replace(ZooKeeperClient.@Nullable Node old) {
        return client.call("registering " + path, () -> {
            CuratorFramework curator = client.curator();
            List<CuratorOp> operations = new ArrayList<>();
            if (old != null) {
                operations.add(curator.transactionOp()
                        .delete()
                        .withVersion(old.stat().getVersion())
                        .forPath(path));
            }
            operations.add(curator.transactionOp()
                    .create()
                    .withMode(CreateMode.EPHEMERAL)
                    .forPath(path, data));
            // Refused when somebody else changed the node in between: look again.
            return client.transact("registering " + path, operations).done();
        });
    }

    private long sessionId() {
        return client.call(
                "registering " + path,
                () -> client.curator().getZookeeperClient().getZooKeeper().getSessionId());
    }

    /** Removes the node if it is this session's; it goes with the session in any case. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        client.call("unregistering " + path, () -> {
            ZooKeeperClient.Node present = client.read(path).orElse(null);
            if (present != null && present.stat().getEphemeralOwner() == sessionId()) {
                delete(present);
            }
            return path;
        });
    }

    private void delete(ZooKeeperClient.Node present) throws Exception {
        try {
            client.curator().delete().withVersion(present.stat().getVersion()).forPath(path);
        } catch (KeeperException.NoNodeException | KeeperException.BadVersionException e) {
            LOG.debug("{} was taken over or removed meanwhile", path, e);
        }
    }
}
