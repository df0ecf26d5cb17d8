package dev.vendaval.nimbus.leadership;

import dev.vendaval.nimbus.lifecycle.Kill;
import dev.vendaval.nimbus.lifecycle.KillFacts;
import dev.vendaval.nimbus.lifecycle.KillMachine;
import dev.vendaval.nimbus.lifecycle.KillStep;
import dev.vendaval.nimbus.liveness.SupervisorTable;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.TopologyStatus;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topologies on their way out: the effects around the {@link KillMachine}, which decides. Each step writes first and is
 * applied then, so that another leader finds in the cluster state where to go on. Owned by the thread {@code nimbus}.
 */
final class Kills {
    private static final Logger LOG = LoggerFactory.getLogger(Kills.class);

    private final TopologyTable topologies;
    private final SupervisorTable supervisors;
    private final Hosts hosts;
    private final Rebalances rebalances;
    private final ReportIds reportIds;
    private final NimbusClock clock;

    Kills(
            TopologyTable topologies,
            SupervisorTable supervisors,
            Hosts hosts,
            Rebalances rebalances,
            ReportIds reportIds,
            NimbusClock clock) {
        this.topologies = topologies;
        this.supervisors = supervisors;
        this.hosts = hosts;
        this.rebalances = rebalances;
        this.reportIds = reportIds;
        this.clock = clock;
    }

    /** Takes up what was under way when the cluster state was read. */
    void recover() {
        for (LiveTopology topology : topologies.all()) {
            if (topology.status() == TopologyStatus.KILLED) {
                topologies.advance(topology, recovered(topology));
            }
        }
    }

    private Kill recovered(LiveTopology topology) {
        Kill known = topology.kill();
        long now = clock.monotonicMs();
        if (topology.isPlaced()) {
            Duration wait = topology.state().value().killWaitRemaining();
            return known != null
                    ? known
                    : KillMachine.drain(
                            topology.supervisors(),
                            wait == null ? topology.settings().messageTimeout() : wait,
                            now);
        }
        return KillMachine.stop(
                known == null ? supervisors.registeredIds() : known.supervisors(),
                topology.settings().cleanupTimeout(),
                now);
    }

    /** @param wait how long it may drain */
    void kill(LiveTopology alive, Duration wait) {
        boolean prepares = alive.placement() != null && alive.placement().next() != null;
        LiveTopology topology = prepares ? rebalances.rollBack(alive, "the topology is killed") : alive;
        LiveTopology killed = topologies.changeState(topology, new TopologyState(TopologyStatus.KILLED, wait));
        Kill before = topology.kill();
        long now = clock.monotonicMs();
        if (before != null) {
            topologies.advance(killed, KillMachine.repeated(before, wait, now));
        } else if (topology.isPlaced()) {
            topologies.advance(killed, KillMachine.drain(topology.supervisors(), wait, now));
        } else {
            topologies.advance(
                    killed,
                    KillMachine.stop(killed.supervisors(), killed.settings().cleanupTimeout(), now));
        }
    }

    /** Moves them on; returns when, in monotonic milliseconds, this must be called at the latest. */
    long step() {
        long due = Long.MAX_VALUE;
        for (LiveTopology topology : topologies.all()) {
            if (topology.kill() != null) {
                due = Math.min(due, moveOn(topology, topology.kill()));
            }
        }
        return due;
    }

    private long moveOn(LiveTopology topology, Kill kill) {
        KillFacts facts = new KillFacts(topology.id(), hosts.reachable(), hosts.reports(), reportIds.next());
        KillStep next = KillMachine.next(kill, facts, topology.settings().cleanupTimeout(), clock.monotonicMs());
        switch (next.effect()) {
            case WAIT -> topologies.advance(topology, next.kill());
            case ASK_REPORTS -> {
                reportIds.used(next.kill().round());
                topologies.advance(topology, next.kill());
                hosts.askReports(
                        topology.id(), next.kill().supervisors(), next.kill().round());
            }
            case STOP_WORKERS -> {
                LOG.info("topology {}: its workers are stopped, {}", topology.id(), next.reason());
                LiveTopology stopped = topologies.assign(topology, withoutWorkers(topology));
                topologies.advance(stopped, next.kill());
            }
            case REMOVE -> {
                topologies.remove(topology);
                supervisors.forgetAllBut(topologies.ids());
                LOG.info("topology {} is gone, {}", topology.id(), next.reason());
                return Long.MAX_VALUE;
            }
        }
        return next.kill().dueAtMs();
    }

    private static Assignment withoutWorkers(LiveTopology topology) {
        return new Assignment(
                topology.id(),
                topology.nextAssignmentVersion(),
                topology.settings().workers(),
                List.of(),
                List.of(),
                List.of(),
                topology.growth(),
                topology.config());
    }
}
