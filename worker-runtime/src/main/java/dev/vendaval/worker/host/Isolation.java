package dev.vendaval.worker.host;

import java.util.concurrent.TimeUnit;

/**
 * Whether this worker has been cut off from everything for so long that others may have been given what it runs: for
 * {@code topology.isolated: stop}. Cut off is who hears neither a supervisor that reaches the cluster, nor the leading Nimbus,
 * nor a worker on another host. Owned by the host's thread.
 *
 * <p>A host is dead for Nimbus once {@code zookeeper.session.timeout} has passed. Its supervisor misses ZooKeeper after two
 * thirds of that, and from then on {@link #LIMIT_NANOS} remain to find somebody else who answers: so a worker of it has
 * stopped by the time that its successor starts.
 */
final class Isolation {
    /**
     * What an open link has been silent for if nobody may be at its other end; it says something each second. Together with
     * {@link #LIMIT_NANOS} less than the shortest time-out of a host, of which Nimbus may have heard a second before.
     */
    static final long PEER_SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    /** Enough to try each Nimbus several times. */
    static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private boolean cutOff;
    private long since;

    /**
     * What is heard now; returns whether it has been nothing for too long.
     *
     * @param heard whether anybody is who can tell that this host is not cut off
     */
    boolean isOver(boolean heard, long now) {
        if (heard) {
            cutOff = false;
        } else if (!cutOff) {
            cutOff = true;
            since = now;
        }
        return cutOff && now - since >= LIMIT_NANOS;
    }

    /** Whether nobody was heard when it was last looked at. */
    boolean isCutOff() {
        return cutOff;
    }
}
