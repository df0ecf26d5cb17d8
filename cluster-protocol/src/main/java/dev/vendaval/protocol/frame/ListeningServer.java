package dev.vendaval.protocol.frame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections and spreads them over the network threads. {@link #close} is for any thread. */
final class ListeningServer implements FrameServer, NetworkThread.Handler {
    private static final Logger log = LoggerFactory.getLogger(ListeningServer.class);

    /** Two for each of many more workers than a topology has; further ones are closed at once. */
    private static final int MOST_CONNECTIONS = 16_384;

    private final ServerSocketChannel channel;
    private final int port;
    private final Supplier<NetworkThread> networks;
    private final int maxFrameBytes;
    private final FrameAcceptor acceptor;
    private final Set<SocketConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ListeningServer(
            ServerSocketChannel channel, Supplier<NetworkThread> networks, int maxFrameBytes, FrameAcceptor acceptor)
            throws IOException {
        this.channel = channel;
        this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        this.networks = networks;
        this.maxFrameBytes = maxFrameBytes;
        this.acceptor = acceptor;
    }

    void start(NetworkThread network) {
        network.execute(() -> {
            try {
                channel.register(network.selector(), SelectionKey.OP_ACCEPT, this);
            } catch (IOException e) {
                throw new UncheckedIOException("port " + port + " cannot be listened on", e);
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
            SocketChannel accepted = channel.accept();
            while (accepted != null) {
                take(accepted);
                accepted = channel.accept();
            }
        } catch (IOException e) {
            if (!closed) {
                log.warn("a connection to port {} could not be accepted: {}", port, e.getMessage());
            }
        }
    }

    private void take(SocketChannel accepted) throws IOException {
        if (closed || connections.size() >= MOST_CONNECTIONS) {
            accepted.close();
            return;
        }
        NetworkThread network = networks.get();
        SocketConnection connection =
                SocketConnection.incoming(network, "from " + accepted.getRemoteAddress(), maxFrameBytes, acceptor);
        connection.whenEnded(() -> connections.remove(connection));
        connections.add(connection);
        if (!network.execute(() -> connection.open(accepted))) {
            accepted.close();
        }
        if (closed) {
            connection.abort("the server has been closed");
        }
    }

    @Override
    public void look(long now) {}

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
    public void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("port {} could not be closed", port, e);
        }
        connections.forEach(connection -> connection.abortUnlessClosing("the server has been closed"));
    }

    @Override
    public String toString() {
        return "server on port " + port;
    }
}
