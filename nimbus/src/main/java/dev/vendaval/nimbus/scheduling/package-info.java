/**
 * Where executors run: free slots, and the even scheduler. Pure functions. Allowed neighbours: {@code
 * dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.nimbus.scheduling;

import org.jspecify.annotations.NullMarked;
