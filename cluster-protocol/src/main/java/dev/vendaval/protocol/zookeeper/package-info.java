/**
 * {@link dev.vendaval.protocol.state.ClusterState} kept in ZooKeeper. Allowed neighbours: {@code
 * dev.vendaval.protocol.state}, {@code topology}, {@code config} and {@code wire}.
 */
@NullMarked
package dev.vendaval.protocol.zookeeper;

import org.jspecify.annotations.NullMarked;
