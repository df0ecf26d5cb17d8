/** Whole-engine benchmarks on real processes; {@code tests/benchmarks/run}. */
@NullMarked
package dev.vendaval.tests.benchmarks;

import org.jspecify.annotations.NullMarked;
