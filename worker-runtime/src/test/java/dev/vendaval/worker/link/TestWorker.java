package dev.vendaval.worker.link;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.fencing.Deaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** One worker's links with a real server and real connections on loopback. */
final class TestWorker implements AutoCloseable {
    static final long SCHEMA = 0x5eed;
    private static final String HOST = "127.0.0.1";
    private static final AtomicLong SESSIONS = new AtomicLong(1);

    final RpcFactory rpc = new RpcFactory(new Caller("test", HOST, "test"));
    final Links links;

    final Deaths deaths = new Deaths();

    /** What it was told that a living worker will not get. */
    final Queue<DataSection> lost = new ConcurrentLinkedQueue<>();

    /** Why the worker was to end. */
    final Queue<Throwable> ended = new ConcurrentLinkedQueue<>();

    private final Map<Integer, FakeExecutor> executors = new ConcurrentHashMap<>();
    private final int index;
    private final long lease;
    private final long launch;

    TestWorker(int index, long launch, int port) {
        this(index, launch, port, "secret", SCHEMA);
    }

    TestWorker(int index, LongSupplier nanoTime) {
        this(index, 1, 1, 0, "secret", SCHEMA, nanoTime);
    }

    TestWorker(int index, long launch, int port, String secret, long schema) {
        this(index, 1, launch, port, secret, schema, System::nanoTime);
    }

    private TestWorker(
            int index, long lease, long launch, int port, String secret, long schema, LongSupplier nanoTime) {
        this.index = index;
        this.lease = lease;
        this.launch = launch;
        LinkSettings settings = new LinkSettings("topology-1", incarnation(), secret, schema, 64L << 20, 2);
        LinkEnvironment environment =
                new LinkEnvironment(rpc::connectLink, nanoTime, SESSIONS::incrementAndGet, ended::add);
        this.links = new Links(
                settings,
                rpc,
                environment,
                "links-" + index,
                executors::get,
                deaths,
                () -> {},
                lost::add,
                ChangeNews.NONE);
        try {
            links.start(new HostPort(HOST, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first life of a worker in a slot of this lease, on a port of its own. */
    static TestWorker leased(int index, long lease) {
        return new TestWorker(index, lease, 1, 0, "secret", SCHEMA, System::nanoTime);
    }

    Incarnation incarnation() {
        return new Incarnation(index, lease, launch);
    }

    WorkerSlot slot() {
        return new WorkerSlot(index, "supervisor", HOST, links.port(), lease);
    }

    HostPort address() {
        return new HostPort(HOST, links.port());
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
        rpc.close();
    }
}
