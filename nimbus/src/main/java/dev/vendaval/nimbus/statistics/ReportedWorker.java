package dev.vendaval.nimbus.statistics;

import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A worker of the topology and who reported it.
 *
 * @param retired true for an incarnation that has ended, whose counts stay
 */
record ReportedWorker(String supervisorId, String host, WorkerReport report, WorkerState state, boolean retired) {
    private record Life(String supervisorId, int port, String incarnation) {}

    /** All workers of the view's topology, each incarnation once, living ones first. */
    static List<ReportedWorker> of(TopologyView view) {
        List<ReportedWorker> workers = new ArrayList<>();
        Set<Life> seen = new HashSet<>();
        for (SupervisorReport report : view.reports()) {
            boolean present = view.registered().contains(report.supervisor().id());
            for (WorkerReport worker : report.workers()) {
                add(view, report, worker, present ? worker.state() : WorkerState.LOST, false, seen, workers);
            }
        }
        for (SupervisorReport report : view.reports()) {
            for (WorkerReport worker : report.retired()) {
                add(view, report, worker, WorkerState.LOST, true, seen, workers);
            }
        }
        return workers;
    }

    private static void add(
            TopologyView view,
            SupervisorReport from,
            WorkerReport worker,
            WorkerState state,
            boolean retired,
            Set<Life> seen,
            List<ReportedWorker> into) {
        String supervisorId = from.supervisor().id();
        Life life = new Life(supervisorId, worker.port(), worker.incarnation().toString());
        if (worker.topologyId().equals(view.definition().id()) && seen.add(life)) {
            into.add(new ReportedWorker(supervisorId, from.supervisor().host(), worker, state, retired));
        }
    }

    boolean living() {
        return !retired;
    }

    boolean isAt(String otherSupervisorId, int port) {
        return supervisorId.equals(otherSupervisorId) && report.port() == port;
    }
}
