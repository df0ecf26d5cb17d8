package dev.vendaval.nimbus.rebalance;

import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.WorkerSlot;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the leader knows when it decides how a rebalance goes on.
 *
 * @param placement the assignment in force and its change, as kept
 * @param registered ids of the supervisors that are present, or of which a worker reports by itself
 * @param reports the newest report of each supervisor that has reported under this leadership
 * @param nextReportId the id to use if reports are asked for, above any used before
 */
public record RebalanceFacts(
        Placement placement, Set<String> registered, Map<String, SupervisorReport> reports, long nextReportId) {
    /** The worker that was launched for this slot, as last reported. */
    Optional<WorkerReport> workerOf(WorkerSlot slot) {
        SupervisorReport report = reports.get(slot.supervisorId());
        return report == null
                ? Optional.empty()
                : report.workers().stream()
                        .filter(worker -> worker.topologyId().equals(placement.topologyId())
                                && worker.port() == slot.port()
                                && worker.incarnation().workerIndex() == slot.index()
                                && worker.incarnation().lease() == slot.lease())
                        .findFirst();
    }

    boolean isPresent(WorkerSlot slot) {
        return registered.contains(slot.supervisorId());
    }

    boolean hasReported(WorkerSlot slot) {
        return reports.containsKey(slot.supervisorId());
    }
}
