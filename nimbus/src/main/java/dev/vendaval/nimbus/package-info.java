/**
 * Nimbus: decides which topologies there are and where they run. {@link dev.vendaval.nimbus.NimbusDaemon} wires it.
 * Allowed neighbours: everything below, {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.nimbus;

import org.jspecify.annotations.NullMarked;
