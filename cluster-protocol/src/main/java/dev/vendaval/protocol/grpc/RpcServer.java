package dev.vendaval.protocol.grpc;

/** A listening server. Closing it ends its conversations and returns when its port is free. */
public interface RpcServer extends AutoCloseable {
    /** The port it listens on. */
    int port();

    @Override
    void close();
}
