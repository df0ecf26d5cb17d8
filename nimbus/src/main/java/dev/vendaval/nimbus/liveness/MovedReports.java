package dev.vendaval.nimbus.liveness;

import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.WorkerReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What workers had counted that were moved away from dead hosts, by the supervisor that reported it: a supervisor that
 * comes back to such a host may know nothing of them. Owned by the thread {@code nimbus}; gone with the leader.
 */
final class MovedReports {
    /** For each supervisor; a host that dies more often within the lives of its topologies loses the oldest counts. */
    private static final int MOST_KEPT = 64;

    private final Map<String, Deque<WorkerReport>> bySupervisor = new HashMap<>();

    /** Takes the topology's workers out of the last report of a dead host and keeps them as retired. */
    SupervisorReport move(String topologyId, SupervisorReport last) {
        Deque<WorkerReport> kept =
                bySupervisor.computeIfAbsent(last.supervisor().id(), id -> new ArrayDeque<>());
        List<WorkerReport> staying = new ArrayList<>();
        for (WorkerReport worker : last.workers()) {
            if (worker.topologyId().equals(topologyId)) {
                kept.addLast(worker);
            } else {
                staying.add(worker);
            }
        }
        while (kept.size() > MOST_KEPT) {
            kept.removeFirst();
        }
        return addTo(new SupervisorReport(last.supervisor(), last.reportId(), staying, last.retired(), last.notices()));
    }

    /** The report, with what is kept and not in it among its retired. */
    SupervisorReport addTo(SupervisorReport report) {
        Deque<WorkerReport> kept = bySupervisor.get(report.supervisor().id());
        if (kept == null) {
            return report;
        }
        List<WorkerReport> retired = new ArrayList<>(report.retired());
        for (WorkerReport worker : kept) {
            if (!has(report.workers(), worker) && !has(report.retired(), worker)) {
                retired.add(worker);
            }
        }
        return new SupervisorReport(
                report.supervisor(), report.reportId(), report.workers(), retired, report.notices());
    }

    private static boolean has(List<WorkerReport> reports, WorkerReport worker) {
        return reports.stream()
                .anyMatch(each -> each.topologyId().equals(worker.topologyId())
                        && each.incarnation().equals(worker.incarnation()));
    }

    /** Forgets the topologies that are not among these. */
    void keepOnly(Set<String> liveTopologyIds) {
        bySupervisor.values().forEach(kept -> kept.removeIf(worker -> !liveTopologyIds.contains(worker.topologyId())));
        bySupervisor.values().removeIf(Deque::isEmpty);
    }
}
