/**
 * The desired state of the cluster: definitions, states, assignments, who is there. {@link
 * dev.vendaval.protocol.state.ClusterState} has two implementations, ZooKeeper and memory, held to
 * one contract suite. Allowed neighbours: {@code dev.vendaval.protocol.topology}.
 */
@NullMarked
package dev.vendaval.protocol.state;

import org.jspecify.annotations.NullMarked;
