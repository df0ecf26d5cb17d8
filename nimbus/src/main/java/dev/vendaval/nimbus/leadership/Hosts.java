package dev.vendaval.nimbus.leadership;

import dev.vendaval.nimbus.liveness.DirectWorker;
import dev.vendaval.nimbus.liveness.DirectWorkers;
import dev.vendaval.nimbus.liveness.HostWatch;
import dev.vendaval.nimbus.liveness.SupervisorTable;
import dev.vendaval.nimbus.scheduling.UsedSlot;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerLinkService.OrderSender;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which hosts live: what supervisors report, and workers that have none and report by themselves. Speaks to the latter in
 * their supervisor's place. Owned by the thread {@code nimbus}.
 */
final class Hosts {
    private static final Logger LOG = LoggerFactory.getLogger(Hosts.class);

    private final ClusterState clusterState;
    private final NimbusClock clock;
    private final SupervisorTable supervisors;
    private final DirectWorkers direct = new DirectWorkers();
    private final HostWatch watch;

    Hosts(ClusterState clusterState, NimbusClock clock, SupervisorTable supervisors, Duration hostTimeout) {
        this.clusterState = clusterState;
        this.clock = clock;
        this.supervisors = supervisors;
        this.watch = new HostWatch(hostTimeout, clock.monotonicMs());
    }

    /** The cluster state has just been read after a time in which it was not known. */
    void restart() {
        watch.restart(clock.monotonicMs());
    }

    /** Whether this Nimbus stood still for so long that another may have led meanwhile; to be asked in every turn. */
    boolean stoodStill() {
        return watch.stoodStill(clock.monotonicMs());
    }

    void heard(SupervisorReport report) {
        watch.heard(report.supervisor().id(), clock.monotonicMs());
    }

    /** A worker has no supervisor and reports by itself, with nothing yet if it has just begun to. */
    void heard(WorkerHello hello, OrderSender orders, @Nullable WorkerReport report) {
        direct.heard(hello, orders, report, clock.monotonicMs());
    }

    void closed(OrderSender orders) {
        direct.closed(orders);
    }

    /** Tells workers without a supervisor what is new to them, and ends those that nobody wants any more. */
    void follow(TopologyTable topologies) {
        direct.forgetSilent(clock.monotonicMs() - watch.timeoutMs());
        for (DirectWorker worker : direct.all()) {
            LiveTopology topology = topologies.withId(worker.topologyId()).orElse(null);
            Optional<WorkerSlot> slot = topology == null ? Optional.empty() : topology.slotOf(worker.incarnation());
            if (topology != null && topology.assignment() != null && slot.isPresent()) {
                follow(worker, slot.get(), topology.assignment(), topology.status());
            } else if (!worker.isStopped() && isUnwanted(worker)) {
                LOG.info("{} is told to stop: its slot is not its own any more", worker);
                worker.stop("its slot is not assigned to it any more");
            }
        }
    }

    private void follow(DirectWorker worker, WorkerSlot slot, Assignment assignment, TopologyStatus status) {
        watch.heard(slot.supervisorId(), worker.heardMs());
        worker.placed(slot.supervisorId(), assignment, status, clock.monotonicMs());
        WorkerReport report = worker.report();
        if (report != null) {
            supervisors.reportDirect(slot, report);
        }
    }

    /** Asked of the cluster state itself: to stop a worker cannot be taken back. */
    private boolean isUnwanted(DirectWorker worker) {
        return !clusterState.topologyIds().contains(worker.topologyId())
                || clusterState
                        .assignment(worker.topologyId())
                        .filter(assignment -> LiveTopology.slotOf(assignment, worker.incarnation())
                                .isEmpty())
                        .isPresent();
    }

    /** Those of the supervisors whose hosts are dead. */
    Set<String> dead(Collection<String> supervisorIds) {
        return watch.dead(supervisorIds, supervisors.registeredIds(), clock.monotonicMs());
    }

    /** The same, once more with what the cluster state says now: also of supervisors whose record it cannot read. */
    Set<String> deadForSure(Set<String> dead) {
        Set<String> present = clusterState.presentSupervisorIds();
        return dead.stream().filter(id -> !present.contains(id)).collect(Collectors.toUnmodifiableSet());
    }

    /** When the next of them is dead unless something is heard of it. */
    long nextDeathMs(Collection<String> supervisorIds) {
        return watch.nextDeathMs(supervisorIds, supervisors.registeredIds(), clock.monotonicMs())
                .orElse(Long.MAX_VALUE);
    }

    /** The supervisors that are present, and those of which a worker reports by itself. */
    Set<String> reachable() {
        Set<String> reachable = new HashSet<>(supervisors.registeredIds());
        reachable.addAll(direct.orphanedSupervisors(supervisors.registeredIds()));
        return reachable;
    }

    /** The newest reports; of a supervisor that has gone, those of the workers that still report. */
    Map<String, SupervisorReport> reports() {
        return direct.living(supervisors.reports(), direct.orphanedSupervisors(supervisors.registeredIds()));
    }

    void askReports(String topologyId, Set<String> supervisorIds, long reportId) {
        supervisors.askReports(supervisorIds, reportId);
        direct.askReports(topologyId, reportId);
    }

    /** The slots of supervisors that have gone whose workers report by themselves. */
    Set<UsedSlot> orphanedSlots() {
        Set<String> present = supervisors.registeredIds();
        return direct.all().stream()
                .filter(worker -> worker.supervisorId() != null && !present.contains(worker.supervisorId()))
                .map(worker -> new UsedSlot(worker.supervisorId(), worker.port()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Lets go of all, so that they look for the leader anew. */
    void resign() {
        supervisors.closeConversations();
        direct.closeConversations();
    }
}
