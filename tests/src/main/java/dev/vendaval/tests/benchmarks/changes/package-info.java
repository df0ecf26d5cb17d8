/**
 * What a change under load or a death does to a topology, Vendaval beside Storm; {@code tests/benchmarks/changes}. Knows
 * hosts by their seam and what they do by the tapes.
 */
@NullMarked
package dev.vendaval.tests.benchmarks.changes;

import org.jspecify.annotations.NullMarked;
