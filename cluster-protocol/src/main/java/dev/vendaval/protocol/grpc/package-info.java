/**
 * Carries the conversations of {@code dev.vendaval.protocol.service} over the network. {@link
 * dev.vendaval.protocol.grpc.RpcFactory} is the one place where channels and servers are made. Allowed neighbours: the
 * other packages of this module but {@code zookeeper}.
 */
@NullMarked
package dev.vendaval.protocol.grpc;

import org.jspecify.annotations.NullMarked;
