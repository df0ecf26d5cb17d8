package dev.vendaval.protocol.frame;

/** One end of a connection that carries frames. For any thread; nothing here blocks. */
public interface FrameConnection {
    /** Whether it takes a frame without keeping it in memory: it is connected and what was sent before has left. */
    boolean isReady();

    /**
     * The other end has shown who it is. Before, it is a stranger: its frames may have 64 KiB, and of many strangers that
     * came to a server the oldest are disconnected.
     */
    void admit();

    /** Sends a frame, at once on the calling thread if possible. After the end it is dropped: the listener hears of that. */
    void send(byte[] frame);

    /** Ends it: what was sent before goes out first, then the reason, as the other end will hear it. */
    void close(String why);

    /** Ends it at once; what has not left is dropped. */
    void abort(String why);
}
