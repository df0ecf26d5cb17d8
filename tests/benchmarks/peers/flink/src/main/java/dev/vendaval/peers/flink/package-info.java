/**
 * The untracked workloads as Apache Flink jobs on a mini cluster, of the same shape as Vendaval's topologies. Uses
 * Flink, the tallies, the tasks and the workloads, nothing else of Vendaval.
 */
@NullMarked
package dev.vendaval.peers.flink;

import org.jspecify.annotations.NullMarked;
