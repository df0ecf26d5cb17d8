package dev.vendaval.worker.outbound;

import dev.vendaval.worker.plan.ExecutorPlan;

/**
 * A receiver that has no room now.
 *
 * @param reachable whether there is a way to it
 * @param ready whether its components have been prepared, as far as is known here
 * @param heldTuples for it, that wait here
 */
public record Blockage(ExecutorPlan receiver, boolean reachable, boolean ready, long heldTuples) {}
