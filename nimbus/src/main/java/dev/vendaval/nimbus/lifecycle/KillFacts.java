package dev.vendaval.nimbus.lifecycle;

import dev.vendaval.protocol.report.SupervisorReport;
import java.util.Map;
import java.util.Set;

/**
 * What the leader knows when it decides how a kill goes on.
 *
 * @param topologyId the topology being killed
 * @param registered ids of the supervisors that are present
 * @param reports the newest report of each supervisor that has reported under this leadership
 * @param nextReportId the id to use if reports are asked for, above any used before
 */
public record KillFacts(
        String topologyId, Set<String> registered, Map<String, SupervisorReport> reports, long nextReportId) {}
