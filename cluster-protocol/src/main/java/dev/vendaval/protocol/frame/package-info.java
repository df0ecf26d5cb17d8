/**
 * Carries frames, byte arrays in order, over plain connections: the fast way between two workers. Knows nothing of what a
 * frame says, nor of greetings and credits. Connections and servers are made by {@code protocol.grpc.RpcFactory}, the one
 * place for transport security. Allowed neighbours: {@code protocol.config}.
 */
@NullMarked
package dev.vendaval.protocol.frame;

import org.jspecify.annotations.NullMarked;
