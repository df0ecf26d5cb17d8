package dev.vendaval.nimbus.rebalance;

import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.state.Assignment;
import java.util.List;

/**
 * The next assignment, and how it differs from the present one.
 *
 * @param config what becomes of the configuration, a sentence for each key
 * @param moved tasks whose worker changes, or that pause where they are: to be re-created, or because keys of theirs go
 *     to new tasks
 * @param added executors that are new with it
 * @param removed executors that are no more with it
 * @param warnings sentences for whoever asked
 */
public record RebalancePlan(
        Assignment current,
        Assignment next,
        List<String> config,
        List<RebalanceReport.Move> moved,
        List<RebalanceReport.Placed> added,
        List<RebalanceReport.Placed> removed,
        List<String> warnings) {
    public RebalancePlan {
        config = List.copyOf(config);
        moved = List.copyOf(moved);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        warnings = List.copyOf(warnings);
    }

    /** Whether the next assignment is the present one but for its number. */
    public boolean changesNothing() {
        return current.workers().equals(next.workers())
                && current.executors().equals(next.executors())
                && current.growth().added().equals(next.growth().added())
                && current.config().equals(next.config())
                && current.unassigned().equals(next.unassigned())
                && current.workersWanted() == next.workersWanted();
    }
}
