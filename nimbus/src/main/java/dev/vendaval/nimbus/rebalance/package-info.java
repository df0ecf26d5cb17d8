/**
 * Changing the assignment of a topology that runs: what the smallest change is that reaches what is wished, and how it
 * is brought into force. Pure functions. Allowed neighbours: {@code lifecycle} (when reports are quiet), {@code
 * scheduling} (slots) and {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.nimbus.rebalance;

import org.jspecify.annotations.NullMarked;
