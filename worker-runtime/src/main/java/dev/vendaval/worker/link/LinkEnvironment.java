package dev.vendaval.worker.link;

import dev.vendaval.protocol.config.HostPort;
import io.grpc.ManagedChannel;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The outer world as links need it.
 *
 * @param channels a new connection to a worker, each time
 * @param nanoTime a clock that only goes forward
 * @param sessionIds numbers that nobody guesses and that do not repeat
 */
public record LinkEnvironment(
        Function<HostPort, ManagedChannel> channels, LongSupplier nanoTime, LongSupplier sessionIds) {}
