package dev.vendaval.worker.link;

import dev.vendaval.protocol.grpc.RpcFactory;
import java.util.function.LongSupplier;

/**
 * The outer world as links need it.
 *
 * @param rpc makes connections and the server
 * @param nanoTime a clock that only goes forward
 * @param sessionIds numbers that nobody guesses and that do not repeat
 */
public record LinkEnvironment(RpcFactory rpc, LongSupplier nanoTime, LongSupplier sessionIds) {}
