/**
 * A whole cluster on one thread, in an order that a seed decides: Nimbuses, the slots of supervisors and the cluster state
 * are the real ones; processes, connections, sessions and clocks are played.
 */
@NullMarked
package dev.vendaval.tests.simulation;

import org.jspecify.annotations.NullMarked;
