package dev.vendaval.protocol.service;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.topology.TopologyDefinition;

/** From a supervisor to one of its workers. */
public sealed interface WorkerOrder {
    /** First order after the hello: what to run, and where the user's jar is (empty: class path). */
    record Define(TopologyDefinition definition, String artifactPath, String linkSecret) implements WorkerOrder {}

    /** Adopt this assignment and status; repeated whenever either changes. */
    record Adopt(Assignment assignment, TopologyStatus status) implements WorkerOrder {}

    /** Report now, with this id. */
    record ReportNow(long reportId) implements WorkerOrder {}

    /** That life of another worker of the topology is over without having left in order; may be repeated. */
    record Died(Incarnation incarnation) implements WorkerOrder {}

    /** Fail what is pending, clean up within the topology's clean-up time-out, then end. */
    record Stop(String reason) implements WorkerOrder {}
}
