package dev.vendaval.protocol.frame;

/** Who keeps the connections that came to a server. Called by any thread. */
interface ConnectionKeeper {
    /** The other end has shown who it is. */
    void admitted(SocketConnection connection);

    /** Once, at the end. */
    void ended(SocketConnection connection);
}
