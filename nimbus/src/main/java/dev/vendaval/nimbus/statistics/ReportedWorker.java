package dev.vendaval.nimbus.statistics;

import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker of the topology and who reported it.
 *
 * @param retired true for what incarnations that have ended had counted
 */
record ReportedWorker(String supervisorId, String host, WorkerReport report, WorkerState state, boolean retired) {
    /** All workers of the view's topology that any supervisor has reported, living ones first. */
    static List<ReportedWorker> of(TopologyView view) {
        List<ReportedWorker> workers = new ArrayList<>();
        for (SupervisorReport report : view.reports()) {
            for (WorkerReport worker : report.workers()) {
                boolean present = view.isReported(report.supervisor().id(), worker.port());
                add(view, report, worker, present ? worker.state() : WorkerState.LOST, false, workers);
            }
        }
        for (SupervisorReport report : view.reports()) {
            for (WorkerReport worker : report.retired()) {
                add(view, report, worker, WorkerState.LOST, true, workers);
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
            List<ReportedWorker> into) {
        if (worker.topologyId().equals(view.definition().id())) {
            String supervisorId = from.supervisor().id();
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
