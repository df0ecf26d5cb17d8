package dev.vendaval.protocol.service;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.topology.TopologyDefinition;
import org.jspecify.annotations.Nullable;

/** From a supervisor to one of its workers. */
public sealed interface WorkerOrder {
    /** First order after the hello: what to run, and where the user's jar is (empty: class path). */
    record Define(TopologyDefinition definition, String artifactPath, String linkSecret) implements WorkerOrder {}

    /**
     * Adopt this assignment and status; repeated whenever either changes. REBALANCING means: spouts are paused.
     *
     * @param previous the assignment that is being left, non-null exactly while a switch is under way
     */
    record Adopt(
            Assignment assignment,
            TopologyStatus status,
            @Nullable Assignment previous) implements WorkerOrder {
        public Adopt(Assignment assignment, TopologyStatus status) {
            this(assignment, status, null);
        }
    }

    /**
     * Make what this assignment needs here and open links to workers that are new, but change nothing that runs. A
     * worker that is new with it gets this after its definition, and no assignment to adopt before the switch.
     *
     * @param inForce what it would be a change from, so that a worker that is new can follow it at any other worker's word
     */
    record Prepare(Assignment next, Assignment inForce) implements WorkerOrder {}

    /** Forget the assignment of that version, which was prepared and has been rolled back. */
    record Abort(long version) implements WorkerOrder {}

    /** Report now, with this id. */
    record ReportNow(long reportId) implements WorkerOrder {}

    /** That life of another worker of the topology is over without having left in order; may be repeated. */
    record Died(Incarnation incarnation) implements WorkerOrder {}

    /**
     * Whether the supervisor has lost sight of the cluster: perhaps of ZooKeeper alone, perhaps the host is cut off. False until
     * something else is said in a conversation.
     */
    record HostCutOff(boolean cutOff) implements WorkerOrder {}

    /** Fail what is pending, clean up within the topology's clean-up time-out, then end. */
    record Stop(String reason) implements WorkerOrder {}
}
