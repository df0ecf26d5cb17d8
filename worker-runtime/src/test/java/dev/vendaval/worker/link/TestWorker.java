package dev.vendaval.worker.link;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.exchange.RemoteExecutor;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One worker's links with a real server and real connections on loopback. */
final class TestWorker implements AutoCloseable {
    static final long SCHEMA = 0x5eed;
    private static final AtomicLong SESSIONS = new AtomicLong(1);

    final Links links;
    private final Map<Integer, FakeExecutor> executors = new ConcurrentHashMap<>();
    private final int index;
    private final long launch;
    private final Server server;

    TestWorker(int index, long launch, int port) {
        this(index, launch, port, "secret", SCHEMA);
    }

    TestWorker(int index, long launch, int port, String secret, long schema) {
        this.index = index;
        this.launch = launch;
        LinkSettings settings = new LinkSettings("topology-1", incarnation(), secret, schema, 64L << 20);
        this.links = new Links(settings, environment(), "links-" + index, executors::get);
        try {
            this.server = NettyServerBuilder.forAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                            InsecureServerCredentials.create())
                    .directExecutor()
                    .flowControlWindow(8 << 20)
                    .addService(links.service())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        links.start();
    }

    static LinkEnvironment environment() {
        return new LinkEnvironment(TestWorker::channel, System::nanoTime, SESSIONS::incrementAndGet);
    }

    static ManagedChannel channel(HostPort address) {
        return NettyChannelBuilder.forAddress(address.host(), address.port())
                .usePlaintext()
                .directExecutor()
                .flowControlWindow(8 << 20)
                .build();
    }

    Incarnation incarnation() {
        return new Incarnation(index, 1, launch);
    }

    WorkerSlot slot() {
        return new WorkerSlot(index, "supervisor", "127.0.0.1", server.getPort(), 1);
    }

    HostPort address() {
        return new HostPort("127.0.0.1", server.getPort());
    }

    TestWorker with(int executor, FakeExecutor fake) {
        executors.put(executor, fake);
        return this;
    }

    RemoteExecutor to(TestWorker other, int executor) {
        return links.remote(other.slot(), executor);
    }

    @Override
    public void close() {
        links.close();
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
