/**
 * What may become of a topology: legal moves of its status, and the course of a kill. Pure functions of state, facts
 * and time. Allowed neighbours: {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.nimbus.lifecycle;

import org.jspecify.annotations.NullMarked;
