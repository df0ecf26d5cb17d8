/**
 * The workloads as Apache Storm topologies, the same as Vendaval's in {@code dev.vendaval.tests.benchmarks.topologies}.
 * Uses storm-client, the tallies, the tasks and the workloads, nothing else of Vendaval.
 */
@NullMarked
package dev.vendaval.peers.storm;

import org.jspecify.annotations.NullMarked;
