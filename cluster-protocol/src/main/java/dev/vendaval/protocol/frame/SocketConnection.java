package dev.vendaval.protocol.frame;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP connection that carries frames.
 *
 * <pre>
 * CONNECTING -&gt; OPEN -&gt; LINGERING -&gt; ENDED        any -&gt; ENDED
 * </pre>
 *
 * A sender writes to the socket itself, so that no other thread has to be woken for it; only what the socket does not
 * take waits in {@link #unsent} for the network thread. Writing and the state are guarded by this object's lock, under
 * which nobody is called; reading, and telling the listener, belong to the network thread.
 */
final class SocketConnection implements FrameConnection, NetworkThread.Handler, FrameAssembler.Sink {
    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);

    /** A frame is copied to here in steps of so much; each thread that sends has one. */
    private static final int STAGING_BYTES = 128 * 1024;

    private static final ThreadLocal<ByteBuffer> STAGING =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(STAGING_BYTES));

    /** Callers send while it is ready, so that no more than a few frames wait; this much is a fault. */
    private static final long UNSENT_LIMIT = 64L << 20;

    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long PREAMBLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How long the reason of the end may take to the other side. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int READS_IN_A_ROW = 4;

    private enum State {
        CONNECTING,
        OPEN,
        LINGERING,
        ENDED
    }

    private final NetworkThread network;
    private final FrameAssembler assembler;
    private final String name;

    // Changed under the lock, read by any thread.
    private volatile State state = State.CONNECTING;
    private volatile @Nullable SocketChannel channel;
    private volatile boolean ready;

    // Guarded by the lock.
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private long unsentBytes;
    private boolean outputClosed;
    private @Nullable SelectionKey key;
    private String reason = "";

    /** When what it is doing has taken too long. */
    private long deadline = Long.MAX_VALUE;

    private boolean told;
    private Runnable afterEnd = () -> {};

    // Network thread.
    private @Nullable FrameListener listener;
    private @Nullable FrameAcceptor acceptor;

    private SocketConnection(NetworkThread network, String name, int maxFrameBytes, boolean preambleDue) {
        this.network = network;
        this.name = name;
        this.assembler = new FrameAssembler(maxFrameBytes, preambleDue);
    }

    /** The side that connects; {@link #connect} follows. */
    static SocketConnection outgoing(
            NetworkThread network, String name, int kind, int maxFrameBytes, FrameListener listener) {
        SocketConnection made = new SocketConnection(network, name, maxFrameBytes, false);
        made.listener = listener;
        made.keep(ByteBuffer.wrap(Preamble.of(kind)));
        return made;
    }

    /** The side that was connected to; {@link #open} follows. */
    static SocketConnection incoming(NetworkThread network, String name, int maxFrameBytes, FrameAcceptor acceptor) {
        SocketConnection made = new SocketConnection(network, name, maxFrameBytes, true);
        made.acceptor = acceptor;
        return made;
    }

    // ---- network thread: becoming a connection

    void connect(InetSocketAddress address) {
        try {
            SocketChannel made = SocketChannel.open();
            made.configureBlocking(false);
            made.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (adopt(made, SelectionKey.OP_CONNECT, CONNECT_NANOS) && made.connect(address)) {
                opened(true);
            }
        } catch (IOException | RuntimeException e) {
            end("cannot connect " + name + ": " + e.getMessage());
        }
    }

    void open(SocketChannel accepted) {
        try {
            accepted.configureBlocking(false);
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (adopt(accepted, SelectionKey.OP_READ, PREAMBLE_NANOS)) {
                opened(false);
            }
        } catch (IOException e) {
            end("a connection that came could not be taken: " + e.getMessage());
        }
    }

    /** False if it was ended meanwhile: then the socket is closed. */
    private synchronized boolean adopt(SocketChannel socket, int interest, long nanos) throws IOException {
        if (state == State.ENDED) {
            socket.close();
            return false;
        }
        channel = socket;
        key = socket.register(network.selector(), interest, this);
        deadline = System.nanoTime() + nanos;
        return true;
    }

    private void finishConnect() {
        try {
            if (requiredChannel().finishConnect()) {
                opened(true);
            }
        } catch (IOException e) {
            end("cannot connect " + name + ": " + e.getMessage());
        }
    }

    private void opened(boolean outgoing) {
        synchronized (this) {
            if (state != State.CONNECTING) {
                return;
            }
            state = State.OPEN;
            if (outgoing) {
                deadline = Long.MAX_VALUE;
                interest(SelectionKey.OP_READ);
            }
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
        return ready;
    }

    @Override
    public void send(byte[] frame) {
        String failure;
        synchronized (this) {
            if (state == State.LINGERING || state == State.ENDED) {
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
        boolean hasOpened;
        String failure = null;
        synchronized (this) {
            if (state == State.LINGERING || state == State.ENDED) {
                return;
            }
            hasOpened = state == State.OPEN;
            if (hasOpened) {
                state = State.LINGERING;
                reason = why;
                ready = false;
                deadline = System.nanoTime() + LINGER_NANOS;
                byte[] text = why.isEmpty() ? new byte[] {'?'} : why.getBytes(StandardCharsets.UTF_8);
                failure = write(text.length | Preamble.END, text);
            }
        }
        if (!hasOpened || failure != null) {
            end(failure == null ? why : failure);
        } else {
            network.execute(this::goOn);
        }
    }

    @Override
    public void abort(String why) {
        end(why);
    }

    /** Ends it, but lets a reason out that it is being closed with. */
    void abortUnlessClosing(String why) {
        if (state != State.LINGERING) {
            end(why);
        }
    }

    /** To be run once when it has ended. Before it is opened. */
    synchronized void whenEnded(Runnable run) {
        afterEnd = run;
    }

    // ---- writing, under the lock

    /** Writes header and bytes as far as the socket takes them; what is left waits. The failure, or null. */
    private @Nullable String write(int header, byte[] bytes) {
        int written = 0;
        SocketChannel present = channel;
        try {
            if (unsent.isEmpty() && state != State.CONNECTING && present != null) {
                written = writeNow(present, header, bytes);
            }
        } catch (IOException e) {
            return "broken: " + e.getMessage();
        }
        int whole = Preamble.HEADER + bytes.length;
        if (written == whole) {
            return null;
        }
        if (written < Preamble.HEADER) {
            ByteBuffer head = ByteBuffer.allocate(Preamble.HEADER).putInt(0, header);
            keep(head.position(written));
            written = Preamble.HEADER;
        }
        keep(ByteBuffer.wrap(bytes, written - Preamble.HEADER, whole - written));
        if (unsentBytes > UNSENT_LIMIT) {
            return unsentBytes + " bytes wait for a connection that does not take them";
        }
        ready = false;
        if (state != State.CONNECTING) {
            interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            network.selector().wakeup();
        }
        return null;
    }

    /** How much of header and bytes has been written. */
    private static int writeNow(SocketChannel channel, int header, byte[] bytes) throws IOException {
        ByteBuffer staging = STAGING.get().clear();
        staging.putInt(header);
        int written = 0;
        int from = 0;
        while (true) {
            int count = Math.min(staging.remaining(), bytes.length - from);
            staging.put(bytes, from, count).flip();
            from += count;
            written += channel.write(staging);
            if (staging.hasRemaining() || from == bytes.length) {
                return written;
            }
            staging.clear();
        }
    }

    private void keep(ByteBuffer rest) {
        unsent.add(rest);
        unsentBytes += rest.remaining();
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
            read();
        }
    }

    /** Writes what waits. */
    private void goOn() {
        String failure = null;
        boolean becameReady = false;
        synchronized (this) {
            SocketChannel present = channel;
            if (state == State.ENDED || state == State.CONNECTING || present == null) {
                return;
            }
            try {
                if (writeUnsent(present)) {
                    becameReady = state == State.OPEN && !ready;
                    ready = state == State.OPEN;
                    interest(SelectionKey.OP_READ);
                    if (state == State.LINGERING && !outputClosed) {
                        outputClosed = true;
                        present.shutdownOutput();
                    }
                } else {
                    interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                }
            } catch (IOException e) {
                failure = "broken: " + e.getMessage();
            }
        }
        FrameListener waiting = listener;
        if (failure != null) {
            end(failure);
        } else if (becameReady && waiting != null) {
            waiting.ready();
        }
    }

    /** True if nothing is left. */
    private boolean writeUnsent(SocketChannel present) throws IOException {
        ByteBuffer staging = STAGING.get();
        while (!unsent.isEmpty()) {
            ByteBuffer next = unsent.element();
            staging.clear();
            int count = Math.min(staging.remaining(), next.remaining());
            staging.put(next.slice().limit(count)).flip();
            int written = present.write(staging);
            next.position(next.position() + written);
            unsentBytes -= written;
            if (next.hasRemaining()) {
                if (written < count) {
                    return false;
                }
            } else {
                unsent.remove();
            }
        }
        return true;
    }

    private void read() {
        try {
            for (int i = 0; i < READS_IN_A_ROW; i++) {
                ByteBuffer buffer = network.readBuffer();
                int count = requiredChannel().read(buffer);
                if (count < 0) {
                    end("the other end closed it");
                    return;
                }
                if (count > 0 && !isOver()) {
                    assembler.take(buffer.flip(), this);
                }
                if (count < buffer.capacity()) {
                    return;
                }
            }
        } catch (BrokenConnectionException e) {
            end(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            end("broken: " + e.getMessage());
        } catch (RuntimeException e) {
            log.error("{}: what came could not be handled; it ends", this, e);
            end("what came could not be handled: " + e);
        }
    }

    private boolean isOver() {
        State present = state;
        return present == State.LINGERING || present == State.ENDED;
    }

    @Override
    public void preamble(byte[] preamble) throws BrokenConnectionException {
        FrameAcceptor asked = acceptor;
        if (asked == null) {
            throw new IllegalStateException("a preamble on the side that connected");
        }
        int kind = Preamble.kind(preamble);
        synchronized (this) {
            deadline = state == State.OPEN ? Long.MAX_VALUE : deadline;
        }
        try {
            listener = asked.accepted(kind, this);
        } catch (IllegalArgumentException e) {
            throw new BrokenConnectionException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void frame(byte[] frame) {
        FrameListener present = listener;
        if (present != null && !isOver()) {
            present.frame(frame);
        }
    }

    @Override
    public void end(String why) {
        SocketChannel socket;
        synchronized (this) {
            if (state == State.ENDED) {
                return;
            }
            // Whoever closed it knows why better than the socket.
            reason = state == State.LINGERING ? reason : why;
            state = State.ENDED;
            ready = false;
            unsent.clear();
            unsentBytes = 0;
            socket = channel;
        }
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            log.debug("{} could not be closed", this, e);
        }
        if (network.isCurrent() || !network.execute(this::tell)) {
            tell();
        }
    }

    private void tell() {
        Runnable after;
        String why;
        synchronized (this) {
            if (told) {
                return;
            }
            told = true;
            after = afterEnd;
            why = reason;
        }
        after.run();
        FrameListener present = listener;
        if (present != null) {
            present.closed(why);
        }
    }

    @Override
    public void look(long now) {
        State present;
        synchronized (this) {
            if (deadline == Long.MAX_VALUE || now - deadline < 0) {
                return;
            }
            present = state;
        }
        switch (present) {
            case CONNECTING -> end("no connection " + name + " within 3 s");
            case OPEN -> end("whoever connected has not said what for within 10 s");
            case LINGERING, ENDED -> end("");
        }
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
