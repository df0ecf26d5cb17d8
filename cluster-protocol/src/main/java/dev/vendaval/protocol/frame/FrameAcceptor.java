package dev.vendaval.protocol.frame;

/** Gets the connections that come to a server. */
@FunctionalInterface
public interface FrameAcceptor {
    /**
     * A connection has come. On its network thread; nothing here may block.
     *
     * @param kind what the connecting side wants it for, as given to {@link FrameNetwork#connect}
     * @return who listens to it
     * @throws IllegalArgumentException if there is no such kind; the connection ends with the message
     */
    FrameListener accepted(int kind, FrameConnection connection);
}
