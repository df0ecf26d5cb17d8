package dev.vendaval.protocol.frame;

import dev.vendaval.protocol.config.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes connections that carry frames, and servers for them. Owns the network threads, which start with the first use and
 * end when it is closed, with all connections. A thread that a fault has ended is replaced by the next use. Thread-safe.
 */
public final class FrameNetwork implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FrameNetwork.class);

    /** Senders write themselves, so that one thread reads for several cores; a single one moves 1 GB/s and more. */
    private static final int CORES_PER_THREAD = 4;

    private static final int MOST_THREADS = 8;

    /** How long connections that were closed with a reason may take to say it. */
    private static final long CLOSE_MS = 500;

    private final Executor nameLookups;
    private final int maxFrameBytes;
    private final LongSupplier nanoTime;
    private final List<NetworkThread> threads = new ArrayList<>();
    private final List<ListeningServer> servers = new ArrayList<>();
    private int turn;
    private int threadsMade;
    private boolean closed;

    /**
     * @param nameLookups looks up the names of hosts, which may block
     * @param maxFrameBytes the largest frame; a longer one ends its connection
     */
    public FrameNetwork(Executor nameLookups, int maxFrameBytes) {
        this(nameLookups, maxFrameBytes, System::nanoTime);
    }

    FrameNetwork(Executor nameLookups, int maxFrameBytes, LongSupplier nanoTime) {
        this.nameLookups = nameLookups;
        this.maxFrameBytes = maxFrameBytes;
        this.nanoTime = nanoTime;
    }

    /**
     * Begins to connect and returns at once; what is sent meanwhile waits.
     *
     * @param kind 0 to 127, tells the other end what the connection is for
     */
    public FrameConnection connect(HostPort address, int kind, FrameListener listener) {
        NetworkThread network = nextThread();
        SocketConnection connection =
                SocketConnection.outgoing(network, "to " + address, kind, maxFrameBytes, listener);
        try {
            nameLookups.execute(() -> {
                // Looks the name up, here where it may take its time.
                InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
                if (resolved.isUnresolved()) {
                    connection.abort("cannot connect to " + address + ": there is no such host");
                } else if (!network.execute(() -> connection.connect(resolved))) {
                    connection.abort("the network has been closed");
                }
            });
        } catch (RejectedExecutionException e) {
            connection.abort("cannot connect to " + address + ": too many look-ups of names at once");
        }
        return connection;
    }

    /**
     * Listens.
     *
     * @param onDeath told of a fault that has ended a network thread, whose connections, the server's and others, are
     *     over, and perhaps the server itself; by that thread
     * @throws IOException if the address cannot be listened on
     */
    public FrameServer listen(HostPort bind, FrameAcceptor acceptor, Consumer<Throwable> onDeath) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(bind.host(), bind.port()));
            ListeningServer server = new ListeningServer(
                    channel, channel::accept, this::nextThread, nanoTime, maxFrameBytes, acceptor, onDeath);
            server.start(nextThread());
            keep(server);
            return server;
        } catch (IOException | RuntimeException e) {
            channel.close();
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new IOException("cannot listen on " + bind + ": " + why, e);
        }
    }

    private synchronized void keep(ListeningServer server) {
        servers.removeIf(ListeningServer::isClosed);
        servers.add(server);
    }

    synchronized NetworkThread nextThread() {
        if (closed) {
            throw new IllegalStateException("the network has been closed");
        }
        int wanted = Math.max(1, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors() / CORES_PER_THREAD));
        if (threads.size() < wanted) {
            NetworkThread made = newThread();
            threads.add(made);
            made.start();
            return made;
        }
        turn = (turn + 1) % threads.size();
        return threads.get(turn);
    }

    private NetworkThread newThread() {
        threadsMade++;
        try {
            return new NetworkThread("vendaval-links-" + threadsMade, nanoTime, this::died);
        } catch (IOException e) {
            throw new UncheckedIOException("no network thread can be made", e);
        }
    }

    private void died(NetworkThread thread, Throwable cause) {
        List<ListeningServer> told;
        synchronized (this) {
            threads.remove(thread);
            told = List.copyOf(servers);
        }
        told.forEach(server -> server.networkDied(cause));
    }

    /** Closes servers and connections, then the threads; waits for them within a bound. */
    @Override
    public void close() {
        List<NetworkThread> ending;
        synchronized (this) {
            closed = true;
            servers.forEach(ListeningServer::close);
            servers.clear();
            ending = List.copyOf(threads);
        }
        try {
            for (NetworkThread thread : ending) {
                thread.stop(CLOSE_MS);
            }
            for (NetworkThread thread : ending) {
                thread.join(2 * CLOSE_MS);
            }
        } catch (InterruptedException e) {
            log.debug("interrupted while waiting for the network threads", e);
            Thread.currentThread().interrupt();
        }
    }
}
