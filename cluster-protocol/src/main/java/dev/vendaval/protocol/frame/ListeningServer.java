package dev.vendaval.protocol.frame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections and spreads them over the network threads. When the process has no descriptor left for one, it does
 * not ask again for a moment. {@link #close} is for any thread.
 */
final class ListeningServer implements FrameServer, NetworkThread.Handler, ConnectionKeeper {
    private static final Logger log = LoggerFactory.getLogger(ListeningServer.class);

    /** Two for each of many more workers than a topology has; further ones are closed at once. */
    private static final int MOST_CONNECTIONS = 16_384;

    /** A connection that cannot be accepted stays there to be accepted: asking on would take a whole core. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Where connections come from: the server's socket, or one that fails in a test. */
    interface Source {
        @Nullable
        SocketChannel accept() throws IOException;
    }

    private final ServerSocketChannel channel;
    private final Source source;
    private final int port;
    private final Supplier<NetworkThread> networks;
    private final int maxFrameBytes;
    private final FrameAcceptor acceptor;
    private final Consumer<Throwable> onDeath;
    private final Set<SocketConnection> connections = ConcurrentHashMap.newKeySet();
    private final Strangers strangers = new Strangers();
    private volatile @Nullable NetworkThread listening;
    private volatile boolean closed;

    // Network thread.
    private final Deadline pause;
    private final Deadline quiet;
    private @Nullable SelectionKey paused;
    private long failures;

    ListeningServer(
            ServerSocketChannel channel,
            Source source,
            Supplier<NetworkThread> networks,
            LongSupplier nanoTime,
            int maxFrameBytes,
            FrameAcceptor acceptor,
            Consumer<Throwable> onDeath)
            throws IOException {
        this.channel = channel;
        this.source = source;
        this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        this.networks = networks;
        this.maxFrameBytes = maxFrameBytes;
        this.acceptor = acceptor;
        this.onDeath = onDeath;
        this.pause = new Deadline(nanoTime);
        this.quiet = new Deadline(nanoTime);
    }

    void start(NetworkThread network) {
        listening = network;
        network.execute(() -> {
            try {
                channel.register(network.selector(), SelectionKey.OP_ACCEPT, this);
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException("port " + port + " cannot be listened on", e);
                }
            }
        });
    }

    @Override
    public int port() {
        return port;
    }

    boolean isClosed() {
        return closed;
    }

    // ---- network thread

    @Override
    public void selected(SelectionKey key) {
        try {
            SocketChannel accepted = source.accept();
            while (accepted != null) {
                take(accepted);
                accepted = source.accept();
            }
        } catch (IOException e) {
            if (!closed) {
                failed(e);
                key.interestOps(0);
                paused = key;
                pause.begin(PAUSE_NANOS);
            }
        }
    }

    private void failed(Exception cause) {
        failures++;
        long now = pause.now();
        if (failures == 1 || quiet.isOver(now)) {
            quiet.begin(LOG_EVERY_NANOS);
            log.warn(
                    "a connection to port {} could not be accepted, the {}th time: {}",
                    port,
                    failures,
                    cause.getMessage());
        }
    }

    private void take(SocketChannel accepted) throws IOException {
        boolean taken = false;
        try {
            taken = !closed && connections.size() < MOST_CONNECTIONS && takeOver(accepted);
        } catch (IOException | RuntimeException e) {
            failed(e);
        } finally {
            if (!taken) {
                accepted.close();
            }
        }
    }

    private boolean takeOver(SocketChannel accepted) throws IOException {
        NetworkThread network = networks.get();
        SocketConnection connection = SocketConnection.incoming(
                network, "from " + accepted.getRemoteAddress(), maxFrameBytes, this, acceptor);
        connections.add(connection);
        SocketConnection oldest = strangers.add(connection);
        if (oldest != null) {
            oldest.abort("too many have connected and not shown who they are");
        }
        if (!network.execute(() -> connection.open(accepted))) {
            connection.abort("the network has been closed");
            return false;
        }
        if (closed) {
            connection.abort("the server has been closed");
        }
        return true;
    }

    @Override
    public void look(long now) {
        SelectionKey resting = paused;
        if (resting != null && pause.isOver(now)) {
            paused = null;
            resting.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public void networkStops() {
        close();
    }

    @Override
    public void networkEnds() {
        close();
    }

    // ---- any thread

    @Override
    public void admitted(SocketConnection connection) {
        strangers.remove(connection);
    }

    @Override
    public void ended(SocketConnection connection) {
        strangers.remove(connection);
        connections.remove(connection);
    }

    void networkDied(Throwable cause) {
        onDeath.accept(cause);
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("port {} could not be closed", port, e);
        }
        NetworkThread network = listening;
        if (network != null) {
            // The port is free for another server only when the selector has let go of it, which it does in its next
            // turn.
            network.execute(() -> log.trace("{} is closed", this));
        }
        connections.forEach(connection -> connection.abortUnlessClosing("the server has been closed"));
    }

    @Override
    public String toString() {
        return "server on port " + port;
    }
}
