/**
 * JMH benchmarks of the single steps of a tuple's way; {@code tests/benchmarks/steps}. Each checks its own result, so that
 * none measures something that has ceased to work. Allowed neighbours: {@code dev.vendaval.api}, {@code protocol} and
 * {@code worker}, which nothing else in this module sees from inside.
 */
@NullMarked
package dev.vendaval.tests.steps;

import org.jspecify.annotations.NullMarked;
