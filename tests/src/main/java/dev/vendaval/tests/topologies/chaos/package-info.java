/**
 * The topology of the chaos suite: numbered tuples, each of whose emissions, outcomes and arrivals is on a tape that
 * survives kill -9; and the counting one, for rebalances. Uses the API only; the tape and what a numbered source does need
 * not even that, and are compiled for Apache Storm, too.
 */
@NullMarked
package dev.vendaval.tests.topologies.chaos;

import org.jspecify.annotations.NullMarked;
