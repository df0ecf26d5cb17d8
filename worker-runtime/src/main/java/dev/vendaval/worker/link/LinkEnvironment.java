package dev.vendaval.worker.link;

import dev.vendaval.protocol.grpc.RpcFactory;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The outer world as links need it.
 *
 * @param rpc makes connections and the server
 * @param nanoTime a clock that only goes forward
 * @param sessionIds numbers that nobody guesses and that do not repeat
 * @param endWorker called with the cause when an error must end the worker; returns at once; any thread
 */
public record LinkEnvironment(
        RpcFactory rpc, LongSupplier nanoTime, LongSupplier sessionIds, Consumer<Throwable> endWorker) {}
