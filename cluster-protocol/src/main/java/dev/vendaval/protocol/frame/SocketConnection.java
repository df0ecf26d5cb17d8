package dev.vendaval.protocol.frame;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP connection that carries frames.
 *
 * <pre>
 * NEW -&gt; CONNECTING -&gt; FULL &lt;-&gt; OPEN        connected from here
 * NEW -&gt; NAMELESS   -&gt; OPEN &lt;-&gt; FULL        came to a server
 * OPEN, FULL -&gt; CLOSING -&gt; LINGERING -&gt; ENDED        any -&gt; ENDED
 * </pre>
 *
 * A sender writes to the socket itself, so that no other thread has to be woken for it; only what the socket does not
 * take waits in the {@link FrameWriter} for the network thread. Writing, the state and its deadline are guarded by this
 * object's lock, under which nobody is called; the {@link FrameReader} belongs to the network thread.
 */
final class SocketConnection implements FrameConnection, NetworkThread.Handler {
    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);

    private final NetworkThread network;
    private final String name;
    private final int maxFrameBytes;
    private final @Nullable ConnectionKeeper keeper;
    private final FrameReader reader;

    // Changed under the lock, read by any thread.
    private volatile ConnectionState state = ConnectionState.NEW;
    private volatile @Nullable SocketChannel channel;

    // Guarded by the lock.
    private final FrameWriter writer = new FrameWriter();
    private final Deadline deadline;
    private @Nullable SelectionKey key;
    private String reason = "";

    private SocketConnection(NetworkThread network, String name, int maxFrameBytes, int kind, FrameListener listener) {
        this.network = network;
        this.name = name;
        this.maxFrameBytes = maxFrameBytes;
        this.keeper = null;
        this.deadline = new Deadline(network.nanoTime());
        this.reader = FrameReader.outgoing(this, listener);
        writer.keep(ByteBuffer.wrap(Preamble.of(kind)));
    }

    private SocketConnection(
            NetworkThread network, String name, int maxFrameBytes, ConnectionKeeper keeper, FrameAcceptor acceptor) {
        this.network = network;
        this.name = name;
        this.maxFrameBytes = maxFrameBytes;
        this.keeper = keeper;
        this.deadline = new Deadline(network.nanoTime());
        this.reader = FrameReader.incoming(this, acceptor);
    }

    /** The side that connects; {@link #connect} follows. */
    static SocketConnection outgoing(
            NetworkThread network, String name, int kind, int maxFrameBytes, FrameListener listener) {
        return new SocketConnection(network, name, maxFrameBytes, kind, listener);
    }

    /** The side that was connected to; {@link #open} follows. */
    static SocketConnection incoming(
            NetworkThread network, String name, int maxFrameBytes, ConnectionKeeper keeper, FrameAcceptor acceptor) {
        return new SocketConnection(network, name, maxFrameBytes, keeper, acceptor);
    }

    // ---- network thread: becoming a connection

    void connect(InetSocketAddress address) {
        try {
            connect(SocketChannel.open(), address);
        } catch (IOException | RuntimeException e) {
            end("cannot connect " + name + ": " + e.getMessage());
        }
    }

    /** Over a socket that is the connection's from here on, to be closed with it. */
    void connect(SocketChannel made, InetSocketAddress address) {
        if (adopt(made, SelectionKey.OP_CONNECT, ConnectionState.CONNECTING)) {
            try {
                if (made.connect(address)) {
                    connected();
                }
            } catch (IOException | RuntimeException e) {
                end("cannot connect " + name + ": " + e.getMessage());
            }
        }
    }

    /** Takes a socket that came, and closes it with the connection. */
    void open(SocketChannel accepted) {
        adopt(accepted, SelectionKey.OP_READ, ConnectionState.NAMELESS);
    }

    /** False if it has ended, now or before: then the socket is closed. */
    private boolean adopt(SocketChannel socket, int interest, ConnectionState next) {
        String failure = "ended already";
        try {
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            synchronized (this) {
                if (state == ConnectionState.NEW) {
                    key = socket.register(network.selector(), interest, this);
                    channel = socket;
                    become(next, "it has a socket");
                    return true;
                }
            }
        } catch (IOException | RuntimeException e) {
            failure = this + " could not be set up: " + e.getMessage();
        }
        close(socket);
        end(failure);
        return false;
    }

    private void close(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("{} could not be closed", this, e);
        }
    }

    private void finishConnect() {
        try {
            if (requiredChannel().finishConnect()) {
                connected();
            }
        } catch (IOException e) {
            end("cannot connect " + name + ": " + e.getMessage());
        }
    }

    private void connected() {
        synchronized (this) {
            if (state != ConnectionState.CONNECTING) {
                return;
            }
            become(ConnectionState.FULL, "connected; the preamble is to leave");
        }
        goOn();
    }

    private SocketChannel requiredChannel() {
        SocketChannel present = channel;
        if (present == null) {
            throw new IllegalStateException(this + " has no socket yet");
        }
        return present;
    }

    // ---- any thread

    @Override
    public boolean isReady() {
        return state == ConnectionState.OPEN;
    }

    @Override
    public void admit() {
        reader.allow(maxFrameBytes);
        if (keeper != null) {
            keeper.admitted(this);
        }
    }

    @Override
    public void send(byte[] frame) {
        String failure;
        synchronized (this) {
            if (state.isOver()) {
                return;
            }
            failure = write(frame.length, frame);
        }
        if (failure != null) {
            end(failure);
        }
    }

    @Override
    public void close(String why) {
        String failure = why;
        synchronized (this) {
            if (state.isOver()) {
                return;
            }
            if (state.carries()) {
                become(ConnectionState.CLOSING, why);
                reason = why;
                byte[] text = why.isEmpty() ? new byte[] {'?'} : why.getBytes(StandardCharsets.UTF_8);
                failure = write(text.length | Preamble.END, text);
            }
        }
        if (failure != null || !network.execute(this::goOn)) {
            end(failure == null ? why : failure);
        }
    }

    @Override
    public void abort(String why) {
        end(why);
    }

    boolean isOver() {
        return state.isOver();
    }

    /** Ends it, but lets a reason out that it is being closed with. */
    void abortUnlessClosing(String why) {
        if (!isOver()) {
            end(why);
        }
    }

    // ---- under the lock

    /** The one place where the state changes. */
    private void become(ConnectionState next, String why) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException(this + " cannot go from " + state + " to " + next + ": " + why);
        }
        log.trace("{}: {} -> {}: {}", this, state, next, why);
        state = next;
        deadline.begin(next.limitNanos());
    }

    /** Writes as far as the socket takes it; what is left waits. The failure, or null. */
    private @Nullable String write(int header, byte[] bytes) {
        ConnectionState present = state;
        boolean connected = present.carries() || present == ConnectionState.CLOSING;
        try {
            if (!writer.write(connected ? channel : null, header, bytes) && present == ConnectionState.OPEN) {
                become(ConnectionState.FULL, "the socket takes no more");
                interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                network.selector().wakeup();
            }
            return null;
        } catch (IOException e) {
            return BrokenConnectionException.reason(e);
        }
    }

    private void interest(int operations) {
        SelectionKey present = key;
        if (present != null && present.isValid()) {
            try {
                present.interestOps(operations);
            } catch (CancelledKeyException e) {
                log.trace("{} was ended meanwhile", this, e);
            }
        }
    }

    // ---- network thread

    @Override
    public void selected(SelectionKey selected) {
        if (!selected.isValid()) {
            return;
        }
        int events = selected.readyOps();
        if ((events & SelectionKey.OP_CONNECT) != 0) {
            finishConnect();
        }
        if ((events & SelectionKey.OP_WRITE) != 0) {
            goOn();
        }
        if ((events & SelectionKey.OP_READ) != 0) {
            reader.read(requiredChannel(), network.readBuffer());
        }
    }

    /** Writes what waits. */
    private void goOn() {
        boolean becameReady = false;
        try {
            synchronized (this) {
                SocketChannel present = channel;
                if (present == null || (state != ConnectionState.FULL && state != ConnectionState.CLOSING)) {
                    return;
                }
                if (!writer.goOn(present)) {
                    interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    return;
                }
                interest(SelectionKey.OP_READ);
                becameReady = state == ConnectionState.FULL;
                become(becameReady ? ConnectionState.OPEN : ConnectionState.LINGERING, "all has left");
                if (!becameReady) {
                    present.shutdownOutput();
                }
            }
        } catch (IOException e) {
            end(BrokenConnectionException.reason(e));
        }
        if (becameReady) {
            reader.tellReady();
        }
    }

    /** The other end has said what for it came. False if it is too late. */
    synchronized boolean introduced(int kind) {
        if (state != ConnectionState.NAMELESS) {
            return false;
        }
        become(ConnectionState.OPEN, "it is of kind " + kind);
        return true;
    }

    /** Any thread. */
    void end(String why) {
        SocketChannel socket;
        synchronized (this) {
            if (state == ConnectionState.ENDED) {
                return;
            }
            // Whoever closed it knows why better than the socket.
            reason = state.isOver() ? reason : why;
            become(ConnectionState.ENDED, why);
            writer.clear();
            socket = channel;
        }
        if (socket != null) {
            close(socket);
        }
        if (network.isCurrent() || !network.execute(this::tell)) {
            tell();
        }
    }

    private void tell() {
        if (keeper != null) {
            keeper.ended(this);
        }
        String why;
        synchronized (this) {
            why = reason;
        }
        reader.tellClosed(why);
    }

    @Override
    public void look(long now) {
        ConnectionState late;
        synchronized (this) {
            if (!deadline.isOver(now)) {
                return;
            }
            late = state;
        }
        end("still " + late + " after " + late.limitNanos() / 1_000_000 + " ms");
    }

    @Override
    public void networkStops() {
        abortUnlessClosing("the network stops");
    }

    @Override
    public void networkEnds() {
        end("the network stops");
    }

    @Override
    public String toString() {
        return "connection " + name;
    }
}
