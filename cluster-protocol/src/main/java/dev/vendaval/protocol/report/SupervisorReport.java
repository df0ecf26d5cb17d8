package dev.vendaval.protocol.report;

import dev.vendaval.protocol.state.SupervisorRecord;
import java.util.List;

/**
 * What a supervisor tells Nimbus once a second, at each change, and when asked.
 *
 * @param reportId the highest {@code reportNow} id that all its live workers have answered
 * @param workers the newest report of each worker it has (launched and not yet cleaned up)
 * @param retired what dead incarnations had counted, the last report of each; kept while the
 *     topology lives
 * @param notices sentences about slots that cannot do as assigned, for the user
 */
public record SupervisorReport(
        SupervisorRecord supervisor,
        long reportId,
        List<WorkerReport> workers,
        List<WorkerReport> retired,
        List<SlotNotice> notices) {}
