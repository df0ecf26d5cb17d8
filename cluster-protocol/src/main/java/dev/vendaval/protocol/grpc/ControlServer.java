package dev.vendaval.protocol.grpc;

import io.grpc.Server;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A listening control server with the threads its calls run on. */
final class ControlServer implements RpcServer {
    private static final long SERVER_CLOSE_MILLIS = 2000;
    private static final long CALLS_CLOSE_MILLIS = 1000;

    private final Server server;
    private final ThreadPoolExecutor callThreads;
    private final ThreadPoolExecutor transferThreads;
    private final Consumer<RpcServer> onClose;

    ControlServer(
            Server server,
            ThreadPoolExecutor callThreads,
            ThreadPoolExecutor transferThreads,
            Consumer<RpcServer> onClose) {
        this.server = server;
        this.callThreads = callThreads;
        this.transferThreads = transferThreads;
        this.onClose = onClose;
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        Waiting.atMost(SERVER_CLOSE_MILLIS, TimeUnit.MILLISECONDS, server::awaitTermination);
        // The end of each conversation is told on the call threads: they finish what is queued.
        NamedPool.close(callThreads, CALLS_CLOSE_MILLIS);
        NamedPool.close(transferThreads, 0);
        onClose.accept(this);
    }
}
