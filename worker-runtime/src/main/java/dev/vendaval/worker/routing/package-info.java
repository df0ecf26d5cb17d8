/**
 * Groupings: which tasks of a subscriber get a tuple. Pure functions of the tuple, the state of the grouping and a view
 * of its targets; owned by the sending executor's thread. Allowed neighbours: {@code dev.vendaval.api} and
 * {@code dev.vendaval.protocol.topology}.
 */
@NullMarked
package dev.vendaval.worker.routing;

import org.jspecify.annotations.NullMarked;
