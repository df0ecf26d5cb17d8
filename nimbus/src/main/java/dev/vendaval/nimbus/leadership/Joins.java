package dev.vendaval.nimbus.leadership;

import dev.vendaval.nimbus.scheduling.SupervisorSlots;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What supervisors that join take over: once no other has joined for a moment, each topology that runs is evened out over
 * the supervisors there are, one after the other, as a rebalance without numbers does. One that cannot be then, because
 * a supervisor of its is lost for example, is tried again until it has been. Only joins that this leader sees count: what
 * was uneven before, by an undrain for example, was meant. Owned by the thread {@code nimbus}.
 */
final class Joins {
    private static final Logger LOG = LoggerFactory.getLogger(Joins.class);
    /** After the last join: hosts often come together. */
    static final long CALM_MS = 2_000;
    /** After a refusal, and while one of them is under way. */
    static final long RETRY_MS = 5_000;

    private final boolean isOn;
    private final TopologyTable topologies;
    private final Rebalances rebalances;
    private final NimbusClock clock;
    /** Ids of supervisors that this leader has known. */
    private final Set<String> present = new HashSet<>();
    /** Ids of topologies that are to be evened out. */
    private final Set<String> uneven = new HashSet<>();

    private long dueMs;

    Joins(boolean isOn, TopologyTable topologies, Rebalances rebalances, NimbusClock clock) {
        this.isOn = isOn;
        this.topologies = topologies;
        this.rebalances = rebalances;
        this.clock = clock;
    }

    /** These are present when a leadership begins, or when everything was read anew: nobody of them joins now. */
    void recover(Set<String> supervisorIds) {
        present.clear();
        present.addAll(supervisorIds);
    }

    /** These are present now. */
    void follow(Set<String> supervisorIds) {
        Set<String> joined = new HashSet<>(supervisorIds);
        joined.removeAll(present);
        present.retainAll(supervisorIds);
        present.addAll(joined);
        if (isOn && !joined.isEmpty()) {
            topologies.all().forEach(topology -> uneven.add(topology.id()));
            dueMs = clock.monotonicMs() + CALM_MS;
        }
    }

    /** Evens out the next topology; returns when, in monotonic milliseconds, this must be called at the latest. */
    long step(Supplier<List<SupervisorSlots>> slots, Set<String> drained) {
        uneven.retainAll(topologies.ids());
        if (uneven.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long now = clock.monotonicMs();
        if (now >= dueMs) {
            dueMs = now + RETRY_MS;
            evenOut(slots, drained);
        }
        return dueMs;
    }

    private void evenOut(Supplier<List<SupervisorSlots>> slots, Set<String> drained) {
        for (LiveTopology topology : topologies.all()) {
            if (!uneven.contains(topology.id())) {
                continue;
            }
            switch (tryToEvenOut(topology, slots, drained)) {
                case EVEN -> uneven.remove(topology.id());
                case REFUSED -> {}
                case UNDER_WAY -> {
                    return; // one after the other
                }
            }
        }
    }

    private enum Outcome {
        EVEN,
        REFUSED,
        /** To be looked at again when it is over: it may be rolled back. */
        UNDER_WAY
    }

    private Outcome tryToEvenOut(LiveTopology topology, Supplier<List<SupervisorSlots>> slots, Set<String> drained) {
        Placement placement = topology.placement();
        if (placement == null || topology.status() == TopologyStatus.KILLED) {
            return Outcome.EVEN; // it is placed, or ends, without this
        }
        if (placement.isChanging()) {
            return Outcome.UNDER_WAY;
        }
        try {
            RebalanceRequest evenly = new RebalanceRequest(
                    "join-" + placement.nextVersion(), topology.name(), null, Map.of(), Map.of(), null, false);
            RebalanceReport begun = rebalances.request(topology, evenly, slots.get(), drained);
            LOG.info("topology {} is evened out over supervisors that have joined: {}", topology.id(), begun.status());
            return begun.status() == RebalanceStatus.RUNNING ? Outcome.UNDER_WAY : Outcome.EVEN;
        } catch (ServiceException e) {
            LOG.warn("topology {} cannot use supervisors that have joined yet: {}", topology.id(), e.getMessage());
            return Outcome.REFUSED;
        }
    }
}
