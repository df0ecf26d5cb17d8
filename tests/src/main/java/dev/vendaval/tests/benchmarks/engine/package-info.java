/**
 * A system that is measured, as the benchmark drives it: Vendaval or a peer. Knows the workloads, not their
 * measuring.
 */
@NullMarked
package dev.vendaval.tests.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
