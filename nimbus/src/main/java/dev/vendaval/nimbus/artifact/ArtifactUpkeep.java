package dev.vendaval.nimbus.artifact;

import dev.vendaval.protocol.artifact.ArtifactPeers;
import dev.vendaval.protocol.artifact.ArtifactSearch;
import dev.vendaval.protocol.artifact.ArtifactStore;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.NimbusRecord;
import dev.vendaval.protocol.state.Registration;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps here what live topologies need, and this Nimbus's candidacy by it, see {@link CandidacyRule}. The thread {@code
 * nimbus-artifacts} owns everything: it looks at each change of the cluster state, more often while something is missing,
 * and waits for network and disk. What nobody needs any more is removed a day later, and only after a look that could
 * read every definition.
 */
public final class ArtifactUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactUpkeep.class);
    /** Between two looks while something is missing or could not be read. */
    static final Duration RETRY = Duration.ofSeconds(1);
    /** How often it is said that something is still missing. */
    private static final Duration COMPLAINT = Duration.ofSeconds(10);
    /** Between two looks otherwise; every change is signalled. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /** How long what was uploaded and is not named, or no more, stays. */
    static final Duration UNUSED_AGE = Duration.ofDays(1);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final ClusterState clusterState;
    private final ArtifactStore store;
    private final ArtifactPeers peers;
    private final LiveArtifacts live;
    private final Election election;
    private final LongSupplier monotonicMs;
    /** Holds at most one signal: any number of changes is one reason to look. */
    private final BlockingQueue<Boolean> signal = new ArrayBlockingQueue<>(1);

    private final Thread thread = new Thread(this::run, "nimbus-artifacts");
    private volatile boolean closed;

    private @Nullable Registration candidacy;
    private long leaderSeenMs;
    private long complainAtMs;
    private boolean complained;

    /** How this Nimbus takes part in the election; called by the owner thread. */
    public interface Election {
        NimbusRecord self();

        /** Becomes a candidate; closing resigns, and whoever listens is told. */
        Registration join();

        boolean isElected();
    }

    /** An upkeep that is not started. */
    public ArtifactUpkeep(
            ClusterState clusterState,
            ArtifactStore store,
            ArtifactPeers peers,
            Election election,
            LongSupplier monotonicMs) {
        this.clusterState = clusterState;
        this.store = store;
        this.peers = peers;
        this.live = new LiveArtifacts(clusterState);
        this.election = election;
        this.monotonicMs = monotonicMs;
    }

    public void start() {
        leaderSeenMs = monotonicMs.getAsLong();
        wake();
        thread.start();
    }

    /** Asks for one more look; any thread, never blocks. */
    public void wake() {
        boolean unused = signal.offer(true); // refused: a signal is waiting already
    }

    private void run() {
        try {
            Duration wait = LONGEST_WAIT;
            while (!closed) {
                Boolean signalled = signal.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
                LOG.trace("looks, signalled: {}", signalled);
                wait = closed ? LONGEST_WAIT : guardedLook();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave();
        }
    }

    /** Returns how long to wait for the next one at most. */
    private Duration guardedLook() {
        try {
            return look() ? LONGEST_WAIT : RETRY;
        } catch (ClusterStateException e) {
            complain("the cluster state cannot be read, so nothing is changed: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a fault of Vendaval's in looking after artifacts; tried again", e);
        }
        return RETRY;
    }

    /** Whether all is well. */
    private boolean look() {
        LiveArtifacts.Read needed = live.read();
        boolean holdsAll = fetchMissing(needed.topologyByArtifact());
        followElection(holdsAll);
        if (holdsAll && needed.complete()) {
            removeUnused(needed.topologyByArtifact().keySet());
        }
        if (holdsAll && complained) {
            LOG.info("every artifact that a live topology needs is here");
            complained = false;
            complainAtMs = 0;
        }
        return holdsAll && candidacy != null;
    }

    private boolean fetchMissing(Map<String, String> needed) {
        Set<String> missing = new HashSet<>(needed.keySet());
        missing.removeIf(this::isHere);
        boolean holdsAll = true;
        for (String sha256 : missing) {
            try {
                ArtifactSearch.fetch(store, sha256, peers.sources());
            } catch (IOException e) {
                holdsAll = false;
                complain("artifact " + sha256 + " of topology " + needed.get(sha256)
                        + " is missing here and cannot be had: " + e.getMessage() + "; tried again, "
                        + consequence());
            }
        }
        return holdsAll;
    }

    private boolean isHere(String sha256) {
        if (!store.has(sha256)) {
            return false;
        }
        try {
            store.use(sha256);
        } catch (IOException e) { // only its date; it is named, so it stays all the same
            LOG.debug("artifact {} cannot be dated", sha256, e);
        }
        return true;
    }

    private String consequence() {
        return election.isElected()
                ? "this Nimbus leads all the same"
                : "until then this Nimbus stands for election only if no other leads";
    }

    /** Says it at once, then at times: it may go on for long. */
    private void complain(String what) {
        long now = monotonicMs.getAsLong();
        if (now >= complainAtMs || !complained) {
            LOG.warn("{}", what);
            complained = true;
            complainAtMs = now + COMPLAINT.toMillis();
        }
    }

    private void followElection(boolean holdsAll) {
        boolean otherLeads = clusterState
                .leader()
                .filter(leader -> !leader.equals(election.self()))
                .isPresent();
        long now = monotonicMs.getAsLong();
        if (otherLeads || election.isElected()) {
            leaderSeenMs = now;
        }
        CandidacyRule.Facts facts = new CandidacyRule.Facts(
                holdsAll, candidacy != null, election.isElected(), otherLeads, now - leaderSeenMs);
        switch (CandidacyRule.decide(facts)) {
            case STAY -> {}
            case JOIN -> {
                if (!holdsAll) {
                    LOG.warn("stands for election although artifacts are missing here, since no Nimbus leads");
                }
                candidacy = election.join();
            }
            case LEAVE -> {
                LOG.warn("leaves the election until it has every artifact; another Nimbus leads");
                leave();
            }
        }
    }

    private void leave() {
        Registration present = candidacy;
        candidacy = null;
        if (present != null) {
            try {
                present.close();
            } catch (ClusterStateException e) {
                LOG.warn("the place in the election goes with the session: {}", e.getMessage());
            }
        }
    }

    private void removeUnused(Set<String> inUse) {
        try {
            List<String> removed = store.removeUnused(UNUSED_AGE, inUse);
            if (!removed.isEmpty()) {
                LOG.info("removed artifacts that no topology has needed for {}: {}", UNUSED_AGE, removed);
            }
        } catch (IOException e) {
            LOG.warn("unused artifacts cannot be removed now: {}", e.toString());
        }
    }

    /** Leaves the election and ends the thread. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(STOP_TIMEOUT.toMillis());
            if (thread.isAlive()) {
                thread.interrupt(); // from a transfer or a wait for ZooKeeper
                thread.join(STOP_TIMEOUT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("nimbus-artifacts does not end; it goes with the process");
        }
    }
}
