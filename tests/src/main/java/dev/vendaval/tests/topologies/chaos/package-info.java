/**
 * The topology of the chaos suite: numbered tuples, each of whose emissions, outcomes and arrivals is on a tape that
 * survives kill -9. Uses the API only.
 */
@NullMarked
package dev.vendaval.tests.topologies.chaos;

import org.jspecify.annotations.NullMarked;
