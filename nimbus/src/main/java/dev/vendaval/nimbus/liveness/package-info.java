/**
 * Which supervisors are there, what they last reported, and how to ask them. Allowed neighbours: {@code
 * dev.vendaval.protocol} and {@code dev.vendaval.nimbus.scheduling}.
 */
@NullMarked
package dev.vendaval.nimbus.liveness;

import org.jspecify.annotations.NullMarked;
