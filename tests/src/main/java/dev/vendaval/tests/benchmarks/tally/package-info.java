/**
 * How all systems are measured alike: counters in small mapped files that the tasks write and the benchmark reads.
 * Compiled into the jars of the peers too, so it uses nothing but the JDK.
 */
@NullMarked
package dev.vendaval.tests.benchmarks.tally;

import org.jspecify.annotations.NullMarked;
