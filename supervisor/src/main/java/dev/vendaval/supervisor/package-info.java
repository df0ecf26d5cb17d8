/**
 * The supervisor of a host: runs the workers that the assignments give to its slots. {@link
 * dev.vendaval.supervisor.SupervisorDaemon} starts it, {@code SupervisorLoop} owns all its state.
 * Allowed neighbours: {@code dev.vendaval.protocol} and the packages below.
 */
@NullMarked
package dev.vendaval.supervisor;

import org.jspecify.annotations.NullMarked;
