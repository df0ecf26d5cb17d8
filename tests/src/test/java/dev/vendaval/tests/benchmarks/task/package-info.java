/** Tests of {@code dev.vendaval.tests.benchmarks.task}; none needs a peer's jars. */
@NullMarked
package dev.vendaval.tests.benchmarks.task;

import org.jspecify.annotations.NullMarked;
