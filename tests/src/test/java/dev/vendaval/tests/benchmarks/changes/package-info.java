/** Tests of {@code dev.vendaval.tests.benchmarks.changes}; none needs a cluster. */
@NullMarked
package dev.vendaval.tests.benchmarks.changes;

import org.jspecify.annotations.NullMarked;
