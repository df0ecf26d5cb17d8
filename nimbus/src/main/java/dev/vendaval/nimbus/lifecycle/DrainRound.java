package dev.vendaval.nimbus.lifecycle;

import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.state.TopologyStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One round of reports that were asked for to see whether a topology has drained. Pure.
 *
 * @param topologyId the topology
 * @param supervisors those that have, or may have, workers of it
 * @param registered ids of the supervisors that are present; others are not waited for
 * @param reports the newest report of each supervisor
 * @param round the report id that was asked for
 * @param statuses what its workers must have applied, any of them
 */
public record DrainRound(
        String topologyId,
        Set<String> supervisors,
        Set<String> registered,
        Map<String, SupervisorReport> reports,
        long round,
        Set<TopologyStatus> statuses) {
    /** Whether everybody has reported since. */
    public boolean isAnswered() {
        return supervisors.stream().filter(registered::contains).allMatch(id -> {
            SupervisorReport report = reports.get(id);
            return report != null && (report.reportId() >= round || haveWorkersAnswered(report));
        });
    }

    /** Enough without the supervisor's word, which also waits for the workers of other topologies. */
    private boolean haveWorkersAnswered(SupervisorReport report) {
        List<WorkerReport> workers = report.workers().stream()
                .filter(worker -> worker.topologyId().equals(topologyId))
                .toList();
        return !workers.isEmpty() && workers.stream().allMatch(worker -> worker.reportId() >= round);
    }

    /** Whether nobody has anything under way. */
    public boolean isQuiet() {
        return supervisors.stream()
                .filter(registered::contains)
                .map(reports::get)
                .filter(report -> report != null)
                .flatMap(report -> report.workers().stream())
                .filter(worker -> worker.topologyId().equals(topologyId))
                .allMatch(this::isQuiet);
    }

    /** A worker that has not adopted an assignment yet has nothing; any other must say that it has nothing. */
    private boolean isQuiet(WorkerReport worker) {
        if (worker.assignmentVersion() == 0) {
            return true;
        }
        return statuses.stream().anyMatch(status -> worker.statusApplied().equals(status.name()))
                && worker.inFlight().isZero()
                && worker.tasks().stream().mapToLong(TaskReport::pending).sum() == 0;
    }
}
