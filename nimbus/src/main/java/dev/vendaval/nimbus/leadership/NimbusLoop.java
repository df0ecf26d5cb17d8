package dev.vendaval.nimbus.leadership;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.LeadershipListener;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code nimbus}: owns role and leadership, and is the only one that decides and writes.
 *
 * <pre>
 *             elected              everything read
 *   STANDBY ----------> RECOVERING ---------------> LEADING
 *      ^                  |    ^                       |
 *      |  revoked, stale  |    |  a write is in doubt  |
 *      +------------------+    +-----------------------+
 *      +-----------------------------------------------+
 * </pre>
 *
 * A write whose outcome is unknown, or that met a version it did not expect, sends the leader back to RECOVERING, which
 * reads again: the same code as after an election. So does an exception that nobody expected.
 */
public final class NimbusLoop implements LeadershipListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NimbusLoop.class);
    /** Between two attempts to read a cluster state that cannot be read. */
    static final long RECOVERY_INTERVAL_MS = 1_000;
    /** The longest the loop sleeps. */
    private static final long MAX_PARK_MS = 1_000;

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final ClusterState clusterState;
    private final NimbusClock clock;
    private final Supplier<String> idSuffixes;
    private final LeadershipSettings settings;
    private final Mailbox mailbox = new Mailbox();
    private final Thread thread = new Thread(this::run, "nimbus");
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean stopping;
    /** Where another Nimbus leads, as last read; null if none is known or this one leads. For refusals on any thread. */
    private volatile @Nullable HostPort otherLeader;

    private boolean leaderIsToRead = true;
    private Role role = Role.STANDBY;
    private @Nullable Leader leader;
    private @Nullable LeaderEpoch refusedEpoch;
    private long recoverAtMs;
    private long dueMs;

    /**
     * A loop that is not started.
     *
     * @param idSuffixes makes the part of topology ids that keeps two submits in one millisecond apart
     */
    public NimbusLoop(
            ClusterState clusterState, NimbusClock clock, Supplier<String> idSuffixes, LeadershipSettings settings) {
        this.clusterState = clusterState;
        this.clock = clock;
        this.idSuffixes = idSuffixes;
        this.settings = settings;
    }

    public void start() {
        thread.setUncaughtExceptionHandler((owner, failure) -> {
            LOG.error("Nimbus ends because of a bug; topologies run on, and another one may lead", failure);
            ended.completeExceptionally(failure);
        });
        thread.start();
    }

    /** Completes exceptionally if a bug has ended the thread: nobody decides any more, and somebody else must lead. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** Whether the election has made this one the leader; any thread. */
    public boolean isElected() {
        return mailbox.elected() != null;
    }

    /** Where another Nimbus leads, null if that is not known; never reads the cluster state. */
    @Nullable
    HostPort otherLeader() {
        return otherLeader;
    }

    /** Whether what {@link #otherLeader} says is of now; any thread. */
    boolean isClusterReachable() {
        return clusterState.isReachable();
    }

    @Override
    public void elected(LeaderEpoch epoch) {
        mailbox.elect(epoch);
    }

    @Override
    public void revoked() {
        mailbox.elect(null);
    }

    /** To be called when the cluster state may have changed. */
    public void clusterChanged() {
        mailbox.clusterChanged();
    }

    private void run() {
        while (!stopping) {
            try {
                step(Math.max(0, Math.min(MAX_PARK_MS, dueMs - clock.monotonicMs())));
            } catch (InterruptedException e) {
                LOG.warn("interrupted; ending");
                break;
            }
        }
        become(Role.STANDBY, "Nimbus is stopping");
        refuseRest();
    }

    /** One turn: wait, follow the election, answer, move on what is due. */
    void step(long parkMs) throws InterruptedException {
        List<Mailbox.Message> messages = mailbox.await(parkMs);
        guarded(this::followElection);
        guarded(this::recoverIfDue);
        guarded(this::followCluster);
        messages.forEach(message -> guarded(() -> message.handle(leader, role == Role.LEADING)));
        guarded(this::moveOn);
        followOtherLeader(); // last: what waits is refused before a read that may take long
    }

    private void followOtherLeader() {
        if (role != Role.STANDBY || stopping) {
            return;
        }
        leaderIsToRead |= mailbox.takeClusterChanged();
        if (leaderIsToRead) {
            try {
                otherLeader = clusterState
                        .leader()
                        .map(record -> new HostPort(record.host(), record.port()))
                        .orElse(null);
                leaderIsToRead = false;
            } catch (ClusterStateException e) { // the next turn tries again
                LOG.debug("the leader is not known", e);
            }
        }
    }

    private void guarded(Runnable part) {
        try {
            part.run();
        } catch (ClusterStateException e) {
            inDoubt(e);
        } catch (RuntimeException e) {
            LOG.error("a fault of Vendaval's; everything is read anew", e);
            recoverAnew("after a fault", RECOVERY_INTERVAL_MS);
        }
    }

    private void followElection() {
        LeaderEpoch elected = mailbox.elected();
        LeaderEpoch present = leader == null ? null : leader.epoch();
        boolean refused = elected != null && elected.equals(refusedEpoch);
        if (Objects.equals(elected, present) || refused) {
            return;
        }
        if (leader != null) {
            become(Role.STANDBY, "its leadership has ended");
        }
        if (elected != null) {
            leader = new Leader(elected, clusterState, clock, idSuffixes, settings);
            recoverAtMs = clock.monotonicMs();
            become(Role.RECOVERING, "elected with epoch " + elected.number());
        }
    }

    private void recoverIfDue() {
        if (role == Role.RECOVERING && leader != null && clock.monotonicMs() >= recoverAtMs) {
            leader.recover();
            become(Role.LEADING, "the cluster state is read");
        }
    }

    private void followCluster() {
        if (role == Role.LEADING && leader != null && mailbox.takeClusterChanged()) {
            leader.clusterChanged();
        }
    }

    private void moveOn() {
        dueMs = Long.MAX_VALUE;
        if (role == Role.RECOVERING) {
            dueMs = recoverAtMs;
        } else if (leader != null) {
            dueMs = leader.step();
        }
    }

    private void inDoubt(ClusterStateException e) {
        if (e instanceof ClusterStateException.StaleLeader) {
            refusedEpoch = leader == null ? null : leader.epoch();
            become(Role.STANDBY, "a newer leader exists: " + e.getMessage());
        } else if (e instanceof ClusterStateException.Unavailable) {
            LOG.warn("the cluster state cannot be used now: {}", e.getMessage());
            LOG.debug("where the cluster state could not be used", e);
            recoverAnew("after a failed access to the cluster state", RECOVERY_INTERVAL_MS);
        } else {
            LOG.warn("the cluster state is not as expected: {}", e.getMessage());
            recoverAnew("after a conflict", 0);
        }
    }

    private void recoverAnew(String why, long delayMs) {
        if (leader != null) {
            recoverAtMs = clock.monotonicMs() + delayMs;
            dueMs = recoverAtMs;
            become(Role.RECOVERING, why);
        }
    }

    private void become(Role next, String why) {
        if (role != next) {
            LOG.info("{} -> {}: {}", role, next, why);
            role = next;
            otherLeader = null;
            leaderIsToRead = true;
        }
        if (next == Role.STANDBY && leader != null) {
            leader.resign();
            leader = null;
        }
    }

    private void refuseRest() {
        try {
            mailbox.await(0).forEach(message -> guarded(() -> message.handle(null, false)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread and refuses what waits; to be called once the election is left and the service is closed. */
    @Override
    public void close() {
        stopping = true;
        mailbox.wake();
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the thread nimbus does not end; a call to the cluster state may be stuck");
            thread.interrupt();
        }
    }
}
