package dev.vendaval.worker.link;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.frame.FrameConnection;
import dev.vendaval.protocol.frame.FrameListener;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The outer world as links need it.
 *
 * @param connector makes connections
 * @param nanoTime a clock that only goes forward
 * @param sessionIds numbers that nobody guesses and that do not repeat
 * @param endWorker called with the cause when an error must end the worker; returns at once; any thread
 */
public record LinkEnvironment(
        Connector connector, LongSupplier nanoTime, LongSupplier sessionIds, Consumer<Throwable> endWorker) {
    /** Makes the connections of links. */
    public interface Connector {
        /** A connection of a kind to an address; what happens to it the listener hears, also if it cannot be made. */
        FrameConnection connect(HostPort address, int kind, FrameListener listener);
    }
}
