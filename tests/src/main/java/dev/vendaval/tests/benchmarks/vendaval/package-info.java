/** Vendaval as a measured system: a cluster of real processes, driven through its command line only. */
@NullMarked
package dev.vendaval.tests.benchmarks.vendaval;

import org.jspecify.annotations.NullMarked;
