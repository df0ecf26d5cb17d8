package dev.vendaval.nimbus.leadership;

import dev.vendaval.api.SubmitException;
import dev.vendaval.nimbus.liveness.SupervisorTable;
import dev.vendaval.nimbus.scheduling.SupervisorSlots;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Supervisors that no worker is to be on: no slot of theirs is given, and each topology with workers there is rebalanced
 * off them, again and again until it is. Which they are is kept in the cluster state, so a new leader goes on. Owned by
 * the thread {@code nimbus}.
 */
final class Drains {
    private static final Logger LOG = LoggerFactory.getLogger(Drains.class);
    /** After a rebalance that was refused or rolled back. */
    private static final long RETRY_MS = 5_000;

    private final LeaderEpoch epoch;
    private final ClusterState clusterState;
    private final TopologyTable topologies;
    private final SupervisorTable supervisors;
    private final Rebalances rebalances;
    private final NimbusClock clock;
    /** Supervisor id to host. */
    private Map<String, String> drained = Map.of();

    /** When a topology may be tried again, why it was refused last, and to which assignment it was rebalanced last. */
    private record Attempt(
            long againAtMs, String refusal, @Nullable Long version) {
        Attempt atOnce() {
            return new Attempt(Long.MIN_VALUE, "", version);
        }
    }

    private final Map<String, Attempt> attempts = new HashMap<>();

    Drains(
            LeaderEpoch epoch,
            ClusterState clusterState,
            TopologyTable topologies,
            SupervisorTable supervisors,
            Rebalances rebalances,
            NimbusClock clock) {
        this.epoch = epoch;
        this.clusterState = clusterState;
        this.topologies = topologies;
        this.supervisors = supervisors;
        this.rebalances = rebalances;
        this.clock = clock;
    }

    void recover() {
        drained = clusterState.drained();
    }

    /** The ids of the supervisors. */
    Set<String> drained() {
        return drained.keySet();
    }

    /** The same slots, none of them free where no worker is to be. */
    List<SupervisorSlots> usable(List<SupervisorSlots> slots) {
        return slots.stream()
                .map(each -> drained.containsKey(each.id())
                        ? new SupervisorSlots(each.id(), each.host(), each.slots(), List.of())
                        : each)
                .toList();
    }

    /** Begins to drain a host, or the supervisor with that id; of a lost one it holds for when it is back. */
    void drain(String host) {
        Map<String, String> found = known(host);
        if (found.isEmpty()) {
            throw unknown(host);
        }
        found.forEach((id, itsHost) -> {
            clusterState.drain(epoch, id, itsHost);
            LOG.info("supervisor {} on {} is drained", id, itsHost);
        });
        attempts.replaceAll((id, attempt) -> attempt.atOnce()); // what was refused may be another matter now
        recover();
    }

    /** Lets a host, or the supervisor with that id, be used again; reports which supervisors were drained until now. */
    DrainReport undrain(String host) {
        if (known(host).isEmpty()) {
            throw unknown(host);
        }
        Set<String> ids = matching(host);
        for (String id : ids) {
            clusterState.undrain(epoch, id);
            LOG.info("supervisor {} may be used again", id);
        }
        recover();
        return new DrainReport(host, List.copyOf(ids), List.of(), lost(host), List.of());
    }

    /** Supervisor id to host of all that a host, or an id, names: also of lost ones, as long as anything is known of them. */
    private Map<String, String> known(String host) {
        Map<String, String> found = new TreeMap<>(known());
        found.entrySet()
                .removeIf(
                        each -> !each.getKey().equals(host) && !each.getValue().equals(host));
        return found;
    }

    private Map<String, String> known() {
        Map<String, String> known = new TreeMap<>(drained);
        for (LiveTopology topology : topologies.all()) {
            topology.workers().forEach(worker -> known.put(worker.supervisorId(), worker.host()));
        }
        supervisors.reports().values().stream()
                .map(SupervisorReport::supervisor)
                .forEach(supervisor -> known.put(supervisor.id(), supervisor.host()));
        supervisors.registered().forEach(supervisor -> known.put(supervisor.id(), supervisor.host()));
        return known;
    }

    private Set<String> matching(String host) {
        Set<String> ids = new TreeSet<>();
        drained.forEach((id, itsHost) -> {
            if (id.equals(host) || itsHost.equals(host)) {
                ids.add(id);
            }
        });
        return ids;
    }

    private ServiceException unknown(String host) {
        Set<String> present = supervisors.registeredIds();
        Set<String> names = new TreeSet<>();
        known().forEach((id, itsHost) -> names.add(itsHost + " (" + id + (present.contains(id) ? ")" : ", lost)")));
        return new ServiceException(
                SubmitException.Code.NOT_FOUND,
                "there is no host and no supervisor '" + host + "'",
                names.isEmpty() ? "no supervisor is connected" : "there are: " + String.join(", ", names));
    }

    private List<String> lost(String host) {
        return known(host).keySet().stream()
                .filter(id -> !supervisors.registeredIds().contains(id))
                .toList();
    }

    /** Which topologies still have workers there, and why, and what moves off it. */
    DrainReport report(String host) {
        Set<String> ids = matching(host);
        Map<String, String> left = new TreeMap<>();
        for (LiveTopology topology : topologies.all()) {
            if (hasWorkersOn(topology, ids)) {
                left.put(topology.name(), why(topology));
            }
        }
        supervisors.workersBySlot().forEach((slot, topologyId) -> {
            if (ids.contains(slot.supervisorId())) {
                left.putIfAbsent(nameOf(topologyId), "its emptied worker is ending");
            }
        });
        return new DrainReport(
                host,
                List.copyOf(ids),
                left.entrySet().stream()
                        .map(each -> new DrainReport.Left(each.getKey(), each.getValue()))
                        .toList(),
                lost(host),
                topologies.all().stream()
                        .map(this::rebalance)
                        .filter(report -> report != null && leaves(report, ids))
                        .toList());
    }

    private @Nullable RebalanceReport rebalance(LiveTopology topology) {
        Attempt attempt = attempts.get(topology.id());
        return attempt == null || attempt.version() == null ? null : rebalances.progress(topology, attempt.version());
    }

    private static boolean leaves(RebalanceReport report, Set<String> supervisorIds) {
        return Stream.concat(
                        report.moved().stream().map(RebalanceReport.Move::from),
                        report.removed().stream().map(RebalanceReport.Placed::place))
                .anyMatch(place -> supervisorIds.contains(place.supervisor()));
    }

    private String nameOf(String topologyId) {
        return topologies.all().stream()
                .filter(topology -> topology.id().equals(topologyId))
                .map(LiveTopology::name)
                .findFirst()
                .orElse(topologyId);
    }

    private static boolean hasWorkersOn(LiveTopology topology, Set<String> supervisorIds) {
        return topology.workers().stream().anyMatch(worker -> supervisorIds.contains(worker.supervisorId()));
    }

    private String why(LiveTopology topology) {
        Placement placement = topology.placement();
        if (topology.status() == TopologyStatus.KILLED) {
            return "it is being killed";
        }
        if (placement != null && placement.isChanging()) {
            return "it is moving: " + rebalances.situation(topology);
        }
        @Nullable Attempt attempt = attempts.get(topology.id());
        return attempt == null || attempt.refusal().isEmpty() ? "it waits for its turn" : attempt.refusal();
    }

    /** Moves topologies off; returns when, in monotonic milliseconds, this must be called at the latest. */
    long step(Supplier<List<SupervisorSlots>> slots) {
        if (drained.isEmpty()) {
            attempts.clear();
            return Long.MAX_VALUE;
        }
        long due = Long.MAX_VALUE;
        for (LiveTopology topology : topologies.all()) {
            Placement placement = topology.placement();
            if (placement != null && isMovable(topology, placement)) {
                due = Math.min(due, tryToMove(topology, placement, slots));
            }
        }
        return due;
    }

    private boolean isMovable(LiveTopology topology, Placement placement) {
        return !placement.isChanging()
                && topology.status() != TopologyStatus.KILLED
                && hasWorkersOn(topology, drained.keySet());
    }

    private long tryToMove(LiveTopology topology, Placement placement, Supplier<List<SupervisorSlots>> slots) {
        long now = clock.monotonicMs();
        @Nullable Attempt before = attempts.get(topology.id());
        if (before != null && now < before.againAtMs()) {
            return before.againAtMs();
        }
        String refusal = "";
        @Nullable Long version = null;
        try {
            RebalanceReport begun = rebalances.request(
                    topology,
                    new RebalanceRequest(
                            "drain-" + placement.nextVersion(), topology.name(), null, Map.of(), Map.of(), null, false),
                    slots.get(),
                    drained());
            version = begun.toVersion();
            LOG.info("topology {} leaves a drained host: {}", topology.id(), begun.status());
        } catch (ServiceException e) {
            refusal = e.getMessage() + "; it is tried again every " + RETRY_MS / 1_000 + " s";
            LOG.warn("topology {} cannot leave a drained host: {}", topology.id(), refusal);
        }
        attempts.put(topology.id(), new Attempt(now + RETRY_MS, refusal, version));
        return now + RETRY_MS;
    }
}
