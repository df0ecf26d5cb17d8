package dev.vendaval.supervisor;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.service.WorkerDeath;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.supervisor.worker.Deaths;
import dev.vendaval.supervisor.worker.LiveWorker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who hears of a death: the workers of the topology on this host, and the other supervisors of the topology,
 * which tell theirs. Needs neither Nimbus nor ZooKeeper: what was last read of the assignments is enough.
 * Owned by the supervisor's owner thread.
 */
final class DeathNews {
    private static final Logger LOG = LoggerFactory.getLogger(DeathNews.class);

    /** Deaths of topologies that could not be read, so that nobody knows whom to tell: at most one a slot and topology. */
    private static final int MOST_UNTOLD = 1000;

    private final Workers workers;
    private final Announcer announcer;
    private final Peers peers;
    private final Deaths deaths = new Deaths();
    private final List<WorkerDeath> untold = new ArrayList<>();
    private @Nullable DesiredState desired;

    DeathNews(Workers workers, Announcer announcer, Peers peers) {
        this.workers = workers;
        this.announcer = announcer;
        this.peers = peers;
    }

    /** The cluster state was read. */
    void update(DesiredState state) {
        desired = state;
        peers.update(state);
        deaths.keepOnly(state.liveTopologyIds());
        untold.removeIf(death -> !state.liveTopologyIds().contains(death.topologyId()) || announce(death));
    }

    /** Whether others are just being told of a death; for a second at most. */
    boolean isBeingTold() {
        return announcer.isCalling();
    }

    /** A worker of this host has died. */
    void seen(WorkerDeath death) {
        LOG.info("worker {} of {} has died; telling the others", death.incarnation(), death.topologyId());
        deaths.add(death);
        tellWorkers(death);
        if (!announce(death) && untold.size() < MOST_UNTOLD) {
            untold.add(death);
        }
    }

    /** Returns whether it is known whom to tell. */
    private boolean announce(WorkerDeath death) {
        @Nullable
        DesiredTopology topology = desired == null ? null : desired.topologies().get(death.topologyId());
        if (topology != null) {
            announcer.announce(death, peers.of(topology));
        }
        return topology != null;
    }

    /** Another supervisor says that a worker of its host has died. */
    void heard(WorkerDeath death) {
        // A worker that is not launched yet can have had nothing to do with it.
        if (livesHere(death.topologyId()) && deaths.add(death)) {
            LOG.info("worker {} of {} has died elsewhere", death.incarnation(), death.topologyId());
            tellWorkers(death);
        }
    }

    private boolean livesHere(String topologyId) {
        return workers.all().stream().anyMatch(worker -> worker.topologyId().equals(topologyId));
    }

    private void tellWorkers(WorkerDeath death) {
        workers.all().stream()
                .filter(worker -> worker.topologyId().equals(death.topologyId()))
                .forEach(worker -> tell(worker, death.incarnation()));
    }

    /** To a worker that has just connected: what it may have missed. */
    void greet(LiveWorker worker) {
        deaths.of(worker.topologyId()).forEach(dead -> tell(worker, dead));
    }

    private static void tell(LiveWorker worker, Incarnation dead) {
        worker.send(new WorkerOrder.Died(dead));
    }

    /** Tries again where a peer did not answer. */
    void retry() {
        announcer.retryWhatIsDue();
    }

    void failed(Announcement announcement, Throwable cause) {
        announcer.failed(announcement, cause);
    }
}
