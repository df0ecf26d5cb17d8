package dev.vendaval.protocol.grpc;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of an upload as a stream: the network thread puts, one other thread reads. At most one chunk is asked for
 * ahead, so the queue never fills.
 */
final class ChunkInput extends InputStream {
    private sealed interface Piece {
        record Bytes(ByteString content) implements Piece {}

        record End(@Nullable String failure) implements Piece {}
    }

    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(8);
    private final Runnable requestNext;
    private final Duration stallLimit;
    private ByteString current = ByteString.EMPTY;
    private int position;
    private Piece.@Nullable End end;

    ChunkInput(Runnable requestNext, Duration stallLimit) {
        this.requestNext = requestNext;
        this.stallLimit = stallLimit;
    }

    /** From the network thread. */
    void chunk(ByteString content) {
        pieces.add(new Piece.Bytes(content));
    }

    /** From the network thread: all is there. */
    void complete() {
        pieces.add(new Piece.End(null));
    }

    /** From the network thread: the rest will not come. */
    void fail(String failure) {
        // A call that has ended already may be cancelled afterwards, too.
        boolean unused = pieces.offer(new Piece.End(failure));
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (position == current.size()) {
            if (!nextChunk()) {
                return -1;
            }
        }
        int count = Math.min(length, current.size() - position);
        current.substring(position, position + count).copyTo(target, offset);
        position += count;
        return count;
    }

    private boolean nextChunk() throws IOException {
        Piece piece = end != null ? end : take();
        if (piece instanceof Piece.Bytes bytes) {
            current = bytes.content();
            position = 0;
            requestNext.run();
            return true;
        }
        end = (Piece.End) piece;
        if (end.failure() != null) {
            throw new IOException("the upload broke off: " + end.failure());
        }
        return false;
    }

    private Piece take() throws IOException {
        try {
            Piece piece = pieces.poll(stallLimit.toMillis(), TimeUnit.MILLISECONDS);
            if (piece == null) {
                throw new IOException("the upload broke off: nothing came for " + stallLimit.toSeconds() + " s");
            }
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the upload broke off: the server is stopping", e);
        }
    }
}
