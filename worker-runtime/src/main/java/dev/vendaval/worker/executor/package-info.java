/**
 * Executors: the tasklets that run components, and the loops that run executors. Allowed neighbours:
 * {@code dev.vendaval.api}, {@code dev.vendaval.protocol} and below it in the worker {@code outbound}, {@code exchange},
 * {@code tracking}, {@code codec}, {@code tuple}, {@code plan}, {@code metrics}, {@code context}, {@code loader}.
 */
@NullMarked
package dev.vendaval.worker.executor;

import org.jspecify.annotations.NullMarked;
