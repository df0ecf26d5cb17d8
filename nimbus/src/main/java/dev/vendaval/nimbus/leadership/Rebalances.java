package dev.vendaval.nimbus.leadership;

import dev.vendaval.api.SubmitException;
import dev.vendaval.nimbus.liveness.SupervisorTable;
import dev.vendaval.nimbus.rebalance.PlanRequest;
import dev.vendaval.nimbus.rebalance.Rebalance;
import dev.vendaval.nimbus.rebalance.RebalanceFacts;
import dev.vendaval.nimbus.rebalance.RebalanceMachine;
import dev.vendaval.nimbus.rebalance.RebalancePlan;
import dev.vendaval.nimbus.rebalance.RebalancePlanner;
import dev.vendaval.nimbus.rebalance.RebalanceReports;
import dev.vendaval.nimbus.rebalance.RebalanceStep;
import dev.vendaval.nimbus.rebalance.RebalanceWish;
import dev.vendaval.nimbus.scheduling.SupervisorSlots;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.AssignmentChange;
import dev.vendaval.protocol.state.ChangePhase;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rebalances of one leadership. Each step is: decide by {@link RebalanceMachine}, persist, apply; how far a
 * rebalance is says the placement that is kept, so a new leader goes on from there. Owned by the thread {@code nimbus}.
 */
final class Rebalances {
    private static final Logger LOG = LoggerFactory.getLogger(Rebalances.class);

    private final TopologyTable topologies;
    private final SupervisorTable supervisors;
    private final Hosts hosts;
    private final NimbusClock clock;
    private final ReportIds reportIds;

    Rebalances(
            TopologyTable topologies,
            SupervisorTable supervisors,
            Hosts hosts,
            NimbusClock clock,
            ReportIds reportIds) {
        this.topologies = topologies;
        this.supervisors = supervisors;
        this.hosts = hosts;
        this.clock = clock;
        this.reportIds = reportIds;
    }

    /** Takes up what an earlier leader, or this one before it read anew, had under way. */
    void recover() {
        for (LiveTopology topology : topologies.all()) {
            Placement placement = topology.placement();
            if (placement != null
                    && placement.isChanging()
                    && topology.rebalance() == null
                    && topology.status() != TopologyStatus.KILLED) {
                LOG.info("topology {}: a rebalance is under way, {}", topology.id(), phase(placement));
                topologies.advance(
                        topology,
                        RebalanceMachine.recovered(
                                placement, topology.settings().rebalancePrepareTimeout(), clock.monotonicMs()));
            }
        }
    }

    /**
     * Plans and, if asked to and there is something to do, begins.
     *
     * @param slots all supervisors with the slots that are free
     * @param drained supervisors that no worker may be on
     */
    RebalanceReport request(
            LiveTopology topology, RebalanceRequest request, List<SupervisorSlots> slots, Set<String> drained) {
        @Nullable RebalanceReport repeated = repeated(topology, request.requestId());
        if (repeated != null) {
            return repeated;
        }
        Placement placement = changeable(topology);
        RebalancePlan plan = RebalancePlanner.plan(new PlanRequest(
                topology.configured(),
                topology.layout(),
                placement.assignment().with(placement.growth()),
                placement.nextVersion(),
                slots,
                new RebalanceWish(request.workers(), request.executors(), request.config(), drained),
                livingIndexes(topology)));
        if (request.dryRun() || plan.changesNothing()) {
            return RebalanceReports.planned(topology.name(), plan);
        }
        Rebalance begun =
                RebalanceMachine.begin(plan, topology.settings().rebalancePrepareTimeout(), clock.monotonicMs());
        LiveTopology preparing =
                topologies.replace(topology, placement.preparing(plan.next(), request.requestId(), request.pause()));
        topologies.advance(preparing, begun);
        LOG.info(
                "topology {}: rebalance to assignment {}, {} groups of tasks move",
                topology.id(),
                plan.next().version(),
                plan.moved().size());
        return RebalanceReports.running(topology.name(), begun, preparing.requirePlacement(), clock.monotonicMs());
    }

    /** Of its workers in slots that it has, and of those that are still ending in others. */
    private Set<Integer> livingIndexes(LiveTopology topology) {
        return hosts.reports().values().stream()
                .flatMap(report -> report.workers().stream())
                .filter(worker -> worker.topologyId().equals(topology.id()))
                .map(worker -> worker.incarnation().workerIndex())
                .collect(Collectors.toSet());
    }

    private @Nullable RebalanceReport repeated(LiveTopology topology, String requestId) {
        EndedRebalance ended = topology.endedRebalance();
        if (ended != null && ended.requestId().equals(requestId)) {
            return ended.report();
        }
        Placement placement = topology.placement();
        AssignmentChange change = placement == null ? null : placement.change();
        if (placement == null || change == null || !change.requestId().equals(requestId)) {
            return null;
        }
        return progress(
                topology,
                change.phase() == ChangePhase.SWITCHING
                        ? placement.assignment().version()
                        : change.other().version());
    }

    private Placement changeable(LiveTopology topology) {
        Placement placement = topology.placement();
        if (topology.status() == TopologyStatus.KILLED) {
            throw illegal("cannot rebalance topology '" + topology.name() + "': it is KILLED", "a kill is final");
        }
        if (placement == null || !topology.isPlaced()) {
            throw illegal(
                    "cannot rebalance topology '" + topology.name() + "': it has no workers yet",
                    "it waits for slots, see vendaval info " + topology.name());
        }
        if (placement.isChanging()) {
            throw illegal(
                    "cannot rebalance topology '" + topology.name() + "': it is REBALANCING, "
                            + situation(topology, placement),
                    "wait until vendaval list no longer shows REBALANCING, then repeat the command");
        }
        for (WorkerSlot slot : placement.assignment().workers()) {
            if (!supervisors.registeredIds().contains(slot.supervisorId())) {
                throw illegal(
                        "cannot rebalance topology '" + topology.name() + "': supervisor " + slot.supervisorId()
                                + " on " + slot.host() + ", which has a worker of it, is lost",
                        "start it again, or wait until its workers have moved, then repeat the command");
            }
        }
        return placement;
    }

    private static ServiceException illegal(String message, String hint) {
        return new ServiceException(SubmitException.Code.ILLEGAL_STATE, message, hint);
    }

    /** How far its change is and what that waits for; empty if it does not change. */
    String situation(LiveTopology topology) {
        Placement placement = topology.placement();
        return placement != null && placement.isChanging() ? situation(topology, placement) : "";
    }

    private static String situation(LiveTopology topology, Placement placement) {
        Rebalance rebalance = topology.rebalance();
        String waitsFor = rebalance == null ? "" : rebalance.waitsFor();
        return phase(placement) + (waitsFor.isEmpty() ? "" : ", " + waitsFor);
    }

    private static String phase(Placement placement) {
        return placement.change() == null
                ? "STABLE"
                : placement.change().phase().name();
    }

    /** How the rebalance to that assignment stands. */
    RebalanceReport progress(LiveTopology topology, long version) {
        Placement placement = topology.placement();
        if (placement == null) {
            throw illegal("topology '" + topology.name() + "' has no assignment", "it waits for slots");
        }
        Rebalance rebalance = topology.rebalance();
        if (rebalance != null && rebalance.plan().next().version() == version) {
            return RebalanceReports.running(topology.name(), rebalance, placement, clock.monotonicMs());
        }
        EndedRebalance ended = topology.endedRebalance();
        if (ended != null && ended.report().toVersion() == version) {
            return ended.report();
        }
        AssignmentChange change = placement.change();
        if (change != null && !change.isLive() && change.other().version() == version) {
            return RebalanceReports.ended(
                    topology.name(), placement.assignment(), RebalanceStatus.ROLLED_BACK, change.reason(), version);
        }
        boolean wentIntoForce = placement.assignment().version() >= version;
        return RebalanceReports.ended(
                topology.name(),
                placement.assignment(),
                wentIntoForce ? RebalanceStatus.DONE : RebalanceStatus.ROLLED_BACK,
                wentIntoForce ? "" : "it is not known any more why",
                version);
    }

    /** Moves on what is due; returns when, in monotonic milliseconds, this must be called at the latest. */
    long step() {
        long due = Long.MAX_VALUE;
        for (LiveTopology topology : topologies.all()) {
            Rebalance rebalance = topology.rebalance();
            Placement placement = topology.placement();
            if (rebalance != null && placement != null) {
                due = Math.min(due, moveOn(topology, rebalance, placement));
            }
        }
        return due;
    }

    private RebalanceFacts facts(Placement placement) {
        return new RebalanceFacts(placement, hosts.reachable(), hosts.reports(), reportIds.next());
    }

    private long moveOn(LiveTopology topology, Rebalance rebalance, Placement placement) {
        RebalanceFacts facts = facts(placement);
        long now = clock.monotonicMs();
        RebalanceStep step = RebalanceMachine.next(rebalance, facts, topology.status(), now);
        switch (step.effect()) {
            case WAIT -> topologies.advance(topology, step.rebalance());
            case ASK_REPORTS -> {
                reportIds.used(step.rebalance().round());
                topologies.advance(topology, step.rebalance());
                hosts.askReports(
                        topology.id(),
                        RebalanceMachine.supervisors(placement),
                        step.rebalance().round());
            }
            case PAUSE -> write(topology, placement.pausing(), step);
            case COMMIT -> write(topology, placement.switching(), step);
            case SETTLE -> {
                RebalanceReport done = RebalanceReports.done(topology.name(), step.rebalance(), facts, now);
                end(topology, placement, placement.settled(), done, step.reason());
                return Long.MAX_VALUE;
            }
            case ROLL_BACK -> {
                rollBack(topology, step.reason());
                return Long.MAX_VALUE;
            }
        }
        return step.rebalance().dueAtMs();
    }

    private void write(LiveTopology topology, Placement next, RebalanceStep step) {
        LOG.info("topology {}: rebalance {}, {}", topology.id(), phase(next), step.reason());
        topologies.advance(topologies.replace(topology, next), step.rebalance());
    }

    /** Ends a rebalance that has not been committed; nothing has changed. */
    LiveTopology rollBack(LiveTopology topology, String reason) {
        Placement placement = topology.requirePlacement();
        Rebalance rebalance = topology.rebalance();
        if (rebalance == null) {
            return topologies.replace(topology, placement.aborted(reason));
        }
        RebalanceReport report = RebalanceReports.rolledBack(topology.name(), rebalance, reason, clock.monotonicMs());
        return end(topology, placement, placement.aborted(reason), report, reason);
    }

    private LiveTopology end(
            LiveTopology topology, Placement before, Placement next, RebalanceReport report, String reason) {
        String requestId = before.change() == null ? "" : before.change().requestId();
        LOG.info(
                "topology {}: the rebalance to assignment {} is {} after {} ms, {}",
                topology.id(),
                report.toVersion(),
                report.status(),
                report.durationMs(),
                reason);
        return topologies.ended(topologies.replace(topology, next), new EndedRebalance(requestId, report));
    }
}
