/** Tuples as they live inside a worker. Allowed neighbours: {@code dev.vendaval.api}. */
@NullMarked
package dev.vendaval.worker.tuple;

import org.jspecify.annotations.NullMarked;
