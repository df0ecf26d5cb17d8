package dev.vendaval.protocol.frame;

/** Listens for connections. Closing it closes what it listens on and all connections that came by it. */
public interface FrameServer extends AutoCloseable {
    int port();

    /** Connections that were closed with a reason have a moment to say it; the others end at once. Returns at once. */
    @Override
    void close();
}
