package dev.vendaval.nimbus.leadership;

import dev.vendaval.nimbus.liveness.SupervisorTable;
import dev.vendaval.nimbus.scheduling.EvenScheduler;
import dev.vendaval.nimbus.scheduling.PlacementRequest;
import dev.vendaval.nimbus.scheduling.Relocation;
import dev.vendaval.nimbus.scheduling.SupervisorSlots;
import dev.vendaval.nimbus.scheduling.UsedSlot;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which slots are free, and who gets them unasked: topologies that wait for workers, and workers whose host has died. Owned
 * by the thread {@code nimbus}.
 *
 * <p>Always: a slot that is assigned, still has a worker, or may have one that nobody could tell of is not given unasked. Left out
 * on purpose: giving more workers to a topology that was placed on fewer than it wanted.
 */
final class Placer {
    private static final Logger LOG = LoggerFactory.getLogger(Placer.class);

    private final ClusterState clusterState;
    private final TopologyTable topologies;
    private final SupervisorTable supervisors;
    private final Hosts hosts;
    private final Drains drains;
    private boolean slotsChanged;
    private long slotsReleased;

    Placer(
            ClusterState clusterState,
            TopologyTable topologies,
            SupervisorTable supervisors,
            Hosts hosts,
            Drains drains) {
        this.clusterState = clusterState;
        this.topologies = topologies;
        this.supervisors = supervisors;
        this.hosts = hosts;
        this.drains = drains;
    }

    /** Slots that no topology has given back may have become free: those that wait are looked at again. */
    void slotsChanged() {
        slotsChanged = true;
    }

    /** Reads which supervisors are there. */
    void lookAtSupervisors() {
        if (supervisors.register(clusterState.supervisors())) {
            supervisors.forgetAllBut(topologies.ids());
            slotsChanged = true;
        }
    }

    /** Of topologies that are to stay. */
    Set<String> assignedSupervisors() {
        return topologies.all().stream()
                .filter(topology -> topology.status() != TopologyStatus.KILLED)
                .flatMap(topology -> topology.supervisors().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    // ---- workers of dead hosts

    /** If a host with workers has died, they get slots on living ones. */
    void replaceTheDead(Set<String> assigned) {
        if (!hosts.dead(assigned).isEmpty()) {
            relocate();
        }
    }

    /** Gives workers of dead hosts, and those that have had no slot since, slots on living ones. */
    private void relocate() {
        Set<String> dead = hosts.dead(assignedSupervisors());
        boolean sure = false;
        for (LiveTopology topology : topologies.all()) {
            Optional<Placement> next = relocated(topology, dead);
            if (next.isPresent() && !sure) {
                lookAtSupervisors(); // what was read of them may be a moment old, and a move is for good
                dead = hosts.deadForSure(hosts.dead(assignedSupervisors()));
                sure = true;
                next = relocated(topology, dead);
            }
            if (next.isPresent()) {
                move(topology, next.get(), dead);
            }
        }
    }

    private Optional<Placement> relocated(LiveTopology topology, Set<String> dead) {
        Placement present = topology.placement();
        if (present == null || topology.status() == TopologyStatus.KILLED) {
            return Optional.empty();
        }
        if (topology.isChanging()) { // before the commit it is rolled back first
            return Relocation.concerns(present, dead)
                    ? Relocation.during(present, dead, freeSlots())
                    : Optional.empty();
        }
        return Relocation.concerns(present.assignment(), dead)
                ? Relocation.next(present.assignment(), present.nextVersion(), dead, freeSlots())
                        .map(next -> Placement.stable(next.with(topology.growth())))
                : Optional.empty();
    }

    private void move(LiveTopology topology, Placement next, Set<String> dead) {
        if (next.isChanging()) {
            topologies.replace(topology, next);
        } else {
            topologies.assign(topology, next.assignment());
        }
        supervisors.moved(topology.id(), dead);
        LOG.warn(
                "topology {}: assignment {}{}, {} of {} workers have slots; dead hosts: {}",
                topology.id(),
                next.assignment().version(),
                next.isChanging() ? " while it is switched to" : "",
                next.assignment().workers().stream()
                        .filter(worker -> !dead.contains(worker.supervisorId()))
                        .count(),
                next.assignment().workersWanted(),
                dead);
    }

    // ---- topologies that wait

    /** Places topologies without workers, the longest waiting first, when slots may have become free. */
    void placeWaiting() {
        long released = topologies.slotsReleased();
        if (!slotsChanged && released == slotsReleased) {
            return;
        }
        relocate();
        for (LiveTopology topology : topologies.all()) {
            if (topology.isWaiting()) {
                place(topology);
            }
        }
        slotsChanged = false;
        slotsReleased = released;
    }

    private void place(LiveTopology topology) {
        PlacementRequest request = new PlacementRequest(
                topology.id(), topology.nextAssignmentVersion(), topology.workersWanted(), topology.executors());
        Assignment decided = EvenScheduler.place(request, freeSlots())
                .with(topology.growth())
                .with(topology.config());
        Assignment present = topology.assignment();
        boolean waitsAsBefore = present != null
                && decided.workers().isEmpty()
                && decided.unassigned().equals(present.unassigned());
        if (waitsAsBefore) {
            return;
        }
        topologies.assign(topology, decided);
        if (decided.workers().isEmpty()) {
            LOG.info(
                    "topology {} waits: {}",
                    topology.id(),
                    decided.unassigned().get(0).reason());
        } else {
            LOG.info(
                    "topology {}: assignment {} with {} of {} workers wanted",
                    topology.id(),
                    decided.version(),
                    decided.workers().size(),
                    decided.workersWanted());
        }
    }

    // ---- slots

    List<SupervisorSlots> freeSlots() {
        return drains.usable(
                SupervisorSlots.of(supervisorsWithKnownSlots(), slotUse().keySet()));
    }

    /** Those too in which a worker is only ending: who asks for a rebalance need not know of it, and can wait for that. */
    List<SupervisorSlots> slotsToAskFor() {
        Map<UsedSlot, String> occupied = supervisors.workersBySlot();
        Map<UsedSlot, String> used = assignedSlots();
        Set<String> unreadable =
                topologies.unreadable().stream().map(UnreadableTopology::id).collect(Collectors.toSet());
        occupied.forEach((slot, topologyId) -> {
            if (unreadable.contains(topologyId)) { // it may have more than is known
                used.put(slot, topologyId);
            }
        });
        return drains.usable(SupervisorSlots.of(supervisorsWithKnownSlots(), used.keySet(), occupied.keySet()));
    }

    /** While an assignment cannot be read, only its workers tell which slots it has; so they must have been heard of. */
    private List<SupervisorRecord> supervisorsWithKnownSlots() {
        boolean allReadable = topologies.unreadable().stream().allMatch(topology -> topology.assignment() != null);
        return supervisors.registered().stream()
                .filter(supervisor -> allReadable || supervisors.reports().containsKey(supervisor.id()))
                .toList();
    }

    /** Every slot that is assigned or still has a worker, with the topology's id. */
    Map<UsedSlot, String> slotUse() {
        Map<UsedSlot, String> used = new HashMap<>(supervisors.workersBySlot());
        used.putAll(assignedSlots());
        return used;
    }

    private Map<UsedSlot, String> assignedSlots() {
        Map<UsedSlot, String> used = new HashMap<>();
        for (UnreadableTopology topology : topologies.unreadable()) {
            Assignment known = topology.assignment();
            use(used, topology.id(), known == null ? List.of() : known.workers());
        }
        topologies.all().forEach(topology -> use(used, topology.id(), topology.workers()));
        return used;
    }

    private static void use(Map<UsedSlot, String> used, String topologyId, List<WorkerSlot> workers) {
        for (WorkerSlot slot : workers) {
            used.put(new UsedSlot(slot.supervisorId(), slot.port()), topologyId);
        }
    }
}
