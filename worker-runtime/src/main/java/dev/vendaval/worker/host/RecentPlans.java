package dev.vendaval.worker.host;

import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The plans of a topology's last assignments. Each step of a change names the assignments again, and to make their plans
 * anew is work that the tuples of the moment would wait for. Owned by the worker's host.
 */
final class RecentPlans {
    /** Those of a change under way and the next, and one that was rolled back. */
    private static final int KEPT = 4;

    private record Made(Assignment assignment, TopologyPlan plan) {}

    private final TopologyDefinition definition;
    private final Deque<Made> made = new ArrayDeque<>();

    RecentPlans(TopologyDefinition definition) {
        this.definition = definition;
    }

    /**
     * The plan of an assignment.
     *
     * @throws IllegalArgumentException if it does not fit the topology
     */
    TopologyPlan of(Assignment assignment) {
        for (Made each : made) {
            if (each.assignment.equals(assignment)) {
                return each.plan;
            }
        }
        TopologyPlan plan = TopologyPlan.of(definition, assignment);
        if (made.size() == KEPT) {
            made.removeLast();
        }
        made.addFirst(new Made(assignment, plan));
        return plan;
    }
}
