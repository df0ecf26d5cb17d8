/** A real cluster of processes from the distribution, driven through its command line only; for tests and benchmarks. */
@NullMarked
package dev.vendaval.tests.harness;

import org.jspecify.annotations.NullMarked;
