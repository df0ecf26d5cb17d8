package dev.vendaval.tests.chaos;

import java.util.Map;
import java.util.Set;

/**
 * A cluster at rest after a fault, as seen from outside.
 *
 * @param livePids the worker processes that there are
 * @param inFlight what is not zero, as {@code worker 6700 pendingTrees} to its number
 * @param bystanderBefore the pids of the topology that the fault must not touch, before it
 * @param bystanderAfter and now
 */
record Rest(Set<Long> livePids, Map<String, Long> inFlight, Set<Long> bystanderBefore, Set<Long> bystanderAfter) {}
