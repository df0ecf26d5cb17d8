package dev.vendaval.protocol.frame;

/** Hears what happens to one connection, on its network thread: nothing here may block. */
public interface FrameListener {
    /** The next frame of the other end; the array is the listener's. What this throws ends the connection. */
    void frame(byte[] frame);

    /** It takes frames again, or for the first time. */
    void ready();

    /** It is over: ended by either side, broken, or never made. Once, and nothing comes afterwards. */
    void closed(String why);
}
