package dev.vendaval.protocol.zookeeper;

import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.LeadershipListener;
import dev.vendaval.protocol.state.NimbusRecord;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Nimbus in the election. Being first in Curator's latch is not enough to lead: the leader also raises the epoch,
 * in one transaction with a check that its place in the latch still exists, so that a process that slept through the
 * loss of its place cannot raise it over its successor's head. Owned by the cluster state's thread.
 */
final class Candidacy implements LeaderLatchListener {
    private static final Logger LOG = LoggerFactory.getLogger(Candidacy.class);
    private static final long RETRY_MILLIS = 500;

    private final ZooKeeperClient client;
    private final ZooKeeperPaths paths;
    private final NimbusRecord nimbus;
    private final LeadershipListener listener;
    private final ScheduledExecutorService thread;
    private final LeaderLatch latch;
    private @Nullable LeaderEpoch epoch;
    private volatile boolean closed;

    Candidacy(
            ZooKeeperClient client,
            ZooKeeperPaths paths,
            NimbusRecord nimbus,
            LeadershipListener listener,
            ScheduledExecutorService thread) {
        this.client = client;
        this.paths = paths;
        this.nimbus = nimbus;
        this.listener = listener;
        this.thread = thread;
        this.latch = new LeaderLatch(client.curator(), paths.election(), nimbus.host() + ":" + nimbus.port());
    }

    void start() {
        latch.addListener(this, thread);
        client.call("joining the election", () -> {
            latch.start();
            return latch;
        });
    }

    @Override
    public void isLeader() {
        if (closed || epoch != null || !latch.hasLeadership()) {
            return;
        }
        try {
            LeaderEpoch raised = raiseEpoch();
            if (raised != null) {
                epoch = raised;
                LOG.info("Nimbus {}:{} leads with epoch {}", nimbus.host(), nimbus.port(), raised.number());
                listener.elected(raised);
                return;
            }
        } catch (ClusterStateException.Unavailable e) {
            LOG.warn("Elected, but the epoch could not be raised yet: {}", e.getMessage());
        }
        thread.schedule(this::isLeader, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns null if the place in the latch is gone or the epoch was raised by somebody else. */
    private @Nullable LeaderEpoch raiseEpoch() {
        String place = latch.getOurPath();
        if (place == null) {
            return null;
        }
        int version = client.readFixed(paths.leaderEpoch()).stat().getVersion();
        boolean raised = client.call("raising the leader epoch", () -> {
            List<CuratorOp> operations = List.of(
                    client.curator().transactionOp().check().forPath(place),
                    client.curator()
                            .transactionOp()
                            .setData()
                            .withVersion(version)
                            .forPath(paths.leaderEpoch(), Records.leaderEpoch(version + 1L, nimbus)));
            return client.transact("raising the leader epoch", operations).done();
        });
        return raised ? new LeaderEpoch(version + 1L) : null;
    }

    @Override
    public void notLeader() {
        if (epoch != null && !closed) {
            LOG.warn("Nimbus {}:{} leads no more", nimbus.host(), nimbus.port());
            epoch = null;
            listener.revoked();
        }
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            latch.close(LeaderLatch.CloseMode.SILENT);
        } catch (IOException e) {
            LOG.warn("The place in the election could not be given up; it goes with the session", e);
        }
    }
}
