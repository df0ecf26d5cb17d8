/**
 * What a task of a workload does whatever the API of its system: when it emits, what it counts, what it tells of itself.
 * Compiled into the jars of the peers too, so it uses nothing but the tallies, the workloads and the JDK.
 */
@NullMarked
package dev.vendaval.tests.benchmarks.task;

import org.jspecify.annotations.NullMarked;
