package dev.vendaval.protocol.report;

import java.util.List;

/**
 * What a worker says of itself once a second and when asked.
 *
 * @param reportId the highest {@code reportNow} id this report answers, 0 for none
 * @param assignmentVersion the assignment it runs, 0 before the first
 * @param statusApplied the topology status its executors have applied
 * @param startedAtMs epoch milliseconds
 * @param lostUntracked untracked tuples dropped because their receiver died
 * @param insight what its executors do
 * @param switching how far it is with a change of the assignment
 */
public record WorkerReport(
        String topologyId,
        int port,
        long pid,
        Incarnation incarnation,
        WorkerState state,
        long reportId,
        long assignmentVersion,
        String statusApplied,
        long startedAtMs,
        long heapUsedBytes,
        long rssBytes,
        InFlight inFlight,
        List<ExecutorReport> executors,
        List<TaskReport> tasks,
        List<ErrorReport> errors,
        long lostUntracked,
        WorkerInsight insight,
        SwitchReport switching) {
    /** Without insight, of a worker that has taken part in no change of its assignment. */
    public WorkerReport(
            String topologyId,
            int port,
            long pid,
            Incarnation incarnation,
            WorkerState state,
            long reportId,
            long assignmentVersion,
            String statusApplied,
            long startedAtMs,
            long heapUsedBytes,
            long rssBytes,
            InFlight inFlight,
            List<ExecutorReport> executors,
            List<TaskReport> tasks,
            List<ErrorReport> errors,
            long lostUntracked) {
        this(
                topologyId,
                port,
                pid,
                incarnation,
                state,
                reportId,
                assignmentVersion,
                statusApplied,
                startedAtMs,
                heapUsedBytes,
                rssBytes,
                inFlight,
                executors,
                tasks,
                errors,
                lostUntracked,
                WorkerInsight.NONE,
                SwitchReport.NONE);
    }

    /** The same with this insight. */
    public WorkerReport with(WorkerInsight newInsight) {
        return new WorkerReport(
                topologyId,
                port,
                pid,
                incarnation,
                state,
                reportId,
                assignmentVersion,
                statusApplied,
                startedAtMs,
                heapUsedBytes,
                rssBytes,
                inFlight,
                executors,
                tasks,
                errors,
                lostUntracked,
                newInsight,
                switching);
    }
}
