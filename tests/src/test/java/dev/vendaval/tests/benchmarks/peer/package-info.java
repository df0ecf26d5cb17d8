/** Tests of {@code dev.vendaval.tests.benchmarks.peer}; none needs a peer's jars. */
@NullMarked
package dev.vendaval.tests.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
