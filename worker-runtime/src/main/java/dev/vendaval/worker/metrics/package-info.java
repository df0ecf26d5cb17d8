/**
 * Counters, latencies and errors of tasks. Counters are plain fields of the executor's thread; what others see is a
 * report made on that thread. Allowed neighbours: {@code dev.vendaval.api} and {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.worker.metrics;

import org.jspecify.annotations.NullMarked;
