package dev.vendaval.protocol.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what comes over a connection, and tells its listener of it and of all else. A fault of the listener ends its
 * connection and no other's. Owned by the connection's network thread, except where said.
 */
final class FrameReader implements FrameAssembler.Sink {
    private static final Logger log = LoggerFactory.getLogger(FrameReader.class);

    private static final int READS_IN_A_ROW = 4;

    private final SocketConnection connection;
    private final FrameAssembler assembler;
    private final @Nullable FrameAcceptor acceptor;
    private @Nullable FrameListener listener;

    private FrameReader(
            SocketConnection connection, @Nullable FrameAcceptor acceptor, @Nullable FrameListener listener) {
        this.connection = connection;
        this.acceptor = acceptor;
        this.listener = listener;
        this.assembler = new FrameAssembler(FrameAssembler.STRANGER_FRAME_BYTES, acceptor != null);
    }

    /** Of the side that connects. */
    static FrameReader outgoing(SocketConnection connection, FrameListener listener) {
        return new FrameReader(connection, null, listener);
    }

    /** Of the side that was connected to: a preamble comes first, and tells who listens. */
    static FrameReader incoming(SocketConnection connection, FrameAcceptor acceptor) {
        return new FrameReader(connection, acceptor, null);
    }

    /** From now on a frame may have so much. Any thread. */
    void allow(int frameBytes) {
        assembler.allow(frameBytes);
    }

    /** Reads some of what is there, by way of this buffer. */
    void read(SocketChannel channel, ByteBuffer buffer) {
        guarded(() -> {
            try {
                readSome(channel, buffer);
            } catch (IOException e) {
                connection.end(BrokenConnectionException.reason(e));
            }
        });
    }

    private void readSome(SocketChannel channel, ByteBuffer buffer) throws IOException {
        for (int i = 0; i < READS_IN_A_ROW; i++) {
            int count = channel.read(buffer.clear());
            if (count < 0) {
                connection.end("the other end closed it");
                return;
            }
            if (count > 0 && !connection.isOver()) {
                assembler.take(buffer.flip(), this);
            }
            if (count < buffer.capacity()) {
                return;
            }
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.error("{}: what happened could not be handled; it ends", connection, e);
            connection.end("what happened could not be handled: " + e);
        }
    }

    @Override
    public void preamble(byte[] preamble) throws BrokenConnectionException {
        if (acceptor == null) {
            throw new IllegalStateException("a preamble on the side that connected");
        }
        int kind = Preamble.kind(preamble);
        if (connection.introduced(kind)) {
            try {
                listener = acceptor.accepted(kind, connection);
            } catch (IllegalArgumentException e) {
                throw new BrokenConnectionException(String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public void frame(byte[] frame) {
        FrameListener present = listener;
        if (present != null && !connection.isOver()) {
            present.frame(frame);
        }
    }

    @Override
    public void end(String why) {
        connection.end(why);
    }

    /** It takes frames again. */
    void tellReady() {
        FrameListener present = listener;
        if (present != null) {
            guarded(present::ready);
        }
    }

    void tellClosed(String why) {
        FrameListener present = listener;
        if (present != null) {
            guarded(() -> present.closed(why));
        }
    }
}
