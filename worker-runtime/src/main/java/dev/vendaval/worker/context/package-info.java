/**
 * What components and hooks are told of the topology, the worker and their task. Allowed neighbours:
 * {@code dev.vendaval.api}, {@code worker.plan}, {@code worker.routing} and {@code worker.metrics}.
 */
@NullMarked
package dev.vendaval.worker.context;

import org.jspecify.annotations.NullMarked;
