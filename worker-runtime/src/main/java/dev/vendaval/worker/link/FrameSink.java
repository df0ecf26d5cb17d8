package dev.vendaval.worker.link;

/** Where a lane's frames go: an open connection, or a fake. Used by one thread at a time. */
interface FrameSink {
    /** Whether it takes a frame without buffering more than it should. */
    boolean isReady();

    void send(byte[] frame);
}
