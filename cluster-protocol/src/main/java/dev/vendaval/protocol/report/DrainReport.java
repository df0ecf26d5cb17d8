package dev.vendaval.protocol.report;

import java.util.List;

/**
 * How far a host is from having no workers.
 *
 * @param host as it was asked for: a host or the id of a supervisor
 * @param supervisors ids of those of its supervisors that are drained; in the answer to an undrain those that were until
 *     then
 * @param left topologies that still have workers there; none once it is drained
 * @param lost ids of those of its supervisors, drained or not, that are lost at present: what was asked, to drain or to
 *     undrain, holds for when they are back
 * @param rebalances the newest of each topology that moves, or has moved, off them; of those that this leader has begun
 */
public record DrainReport(
        String host, List<String> supervisors, List<Left> left, List<String> lost, List<RebalanceReport> rebalances) {
    public DrainReport {
        lost = List.copyOf(lost);
        supervisors = List.copyOf(supervisors);
        left = List.copyOf(left);
        rebalances = List.copyOf(rebalances);
    }

    /** A topology, and what is being done about it or stands in the way. */
    public record Left(String topology, String why) {}
}
