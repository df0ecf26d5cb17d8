/**
 * The workloads as Vendaval topologies. They run in workers, so they use nothing but {@code dev.vendaval.api}, the
 * JDK-only tallies, tasks and workloads, and the JDK.
 */
@NullMarked
package dev.vendaval.tests.benchmarks.topologies;

import org.jspecify.annotations.NullMarked;
