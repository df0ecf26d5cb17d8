package dev.vendaval.protocol.report;

import java.util.List;

/**
 * How far a host is from having no workers.
 *
 * @param host as it was asked for: a host or the id of a supervisor
 * @param supervisors their ids
 * @param left topologies that still have workers there; none once it is drained
 */
public record DrainReport(String host, List<String> supervisors, List<Left> left) {
    public DrainReport {
        supervisors = List.copyOf(supervisors);
        left = List.copyOf(left);
    }

    /** A topology, and what is being done about it or stands in the way. */
    public record Left(String topology, String why) {}
}
