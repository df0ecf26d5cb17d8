/**
 * Tuple trees: which are pending, and what became of them. Numbers only: no user types but the opaque message id, no
 * threads, no clocks; everything is passed in, every class has one owner thread. Allowed neighbours: none.
 */
@NullMarked
package dev.vendaval.worker.tracking;

import org.jspecify.annotations.NullMarked;
