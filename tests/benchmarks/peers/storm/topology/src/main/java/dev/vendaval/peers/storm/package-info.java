/**
 * The workloads as Apache Storm topologies, the same as Vendaval's in {@code dev.vendaval.tests.benchmarks.topologies}, and
 * the counting topology of {@code dev.vendaval.tests.topologies.chaos}. Uses storm-client, the tallies, the tasks, the
 * workloads, the tapes and the numbered source, nothing else of Vendaval.
 */
@NullMarked
package dev.vendaval.peers.storm;

import org.jspecify.annotations.NullMarked;
