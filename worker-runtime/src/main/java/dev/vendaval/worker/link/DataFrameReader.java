package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.DataSection;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Slices data frames (layout: {@link DataFramer}) into sections; a section that came in pieces is put
 * together first. Sections share the frame's bytes. One reader per session, called by one thread at a
 * time.
 */
final class DataFrameReader {
    private static final int MOST_EXPECTED = 64;

    private final int sectionMaxBytes;
    private byte @Nullable [] partial;
    private int partialFilled;

    DataFrameReader(int sectionMaxBytes) {
        this.sectionMaxBytes = sectionMaxBytes;
    }

    /** The sequence number of a data or control frame. */
    static long sequence(byte[] frame, byte kind) {
        if (frame.length < DataFramer.FRAME_HEADER || frame[0] != kind) {
            throw new MalformedFrameException("a frame of " + frame.length + " bytes is not of kind " + kind);
        }
        return ByteBuffer.wrap(frame).getLong(1);
    }

    /** Hands each complete section to {@code sections}, in order, if the whole frame can be read. */
    void read(byte[] frame, Consumer<DataSection> sections) {
        read(frame).forEach(sections);
    }

    /** The sections that are complete with this frame, in order; if it cannot be read it is as if it had not come. */
    List<DataSection> read(byte[] frame) {
        byte[] partialBefore = partial;
        int filledBefore = partialFilled;
        try {
            return readAll(frame);
        } catch (BufferUnderflowException e) {
            partial = partialBefore;
            partialFilled = filledBefore;
            throw new MalformedFrameException("a data frame of " + frame.length + " bytes ends too early", e);
        } catch (MalformedFrameException e) {
            partial = partialBefore;
            partialFilled = filledBefore;
            throw e;
        }
    }

    private List<DataSection> readAll(byte[] frame) {
        ByteBuffer in = ByteBuffer.wrap(frame).position(1 + Long.BYTES);
        int count = in.getInt();
        List<DataSection> sections = new ArrayList<>(Math.max(0, Math.min(count, MOST_EXPECTED)));
        for (int i = 0; i < count; i++) {
            DataSection section = section(frame, in);
            if (section != null) {
                sections.add(section);
            }
        }
        if (in.hasRemaining()) {
            throw new MalformedFrameException("a data frame has " + in.remaining() + " bytes too many");
        }
        return sections;
    }

    private @Nullable DataSection section(byte[] frame, ByteBuffer in) {
        int receiverExecutor = in.getInt();
        int senderTask = in.getInt();
        int stream = in.getInt();
        byte kind = in.get();
        byte flags = in.get();
        long epoch = in.getLong();
        int count = in.getInt();
        int untracked = in.getInt();
        int length = in.getInt();
        check(flags, count, untracked, length);
        byte[] bytes = frame;
        int whole = length;
        int offset;
        if ((flags & DataFramer.FLAG_PIECE) != 0) {
            whole = in.getInt();
            bytes = piece(in, whole, in.getInt(), length);
            if (partialFilled < whole) {
                return null;
            }
            partial = null;
            offset = 0;
        } else {
            offset = in.position();
            skip(in, length);
        }
        return new DataSection(
                receiverExecutor, senderTask, stream, kind, epoch, count, untracked, bytes, offset, whole);
    }

    private void check(byte flags, int count, int untracked, int length) {
        if ((flags & ~DataFramer.FLAG_PIECE) != 0) {
            throw new MalformedFrameException("section flags " + flags + " are not known here");
        }
        if (count < 0 || untracked < 0 || untracked > count || length < 0) {
            throw new MalformedFrameException(
                    "a section of " + count + " tuples, " + untracked + " untracked, in " + length + " bytes");
        }
        if (partial != null && (flags & DataFramer.FLAG_PIECE) == 0) {
            throw new MalformedFrameException("a section begins before the last one is complete");
        }
    }

    private byte[] piece(ByteBuffer in, int whole, int at, int length) {
        byte[] target = partial;
        if (target == null) {
            if (whole < 0 || whole > sectionMaxBytes) {
                throw new MalformedFrameException(
                        "a section of " + whole + " bytes exceeds the " + sectionMaxBytes + " this topology allows");
            }
            target = new byte[whole];
            partial = target;
            partialFilled = 0;
        }
        if (at != partialFilled || whole != target.length || length > whole - at || length == 0) {
            throw new MalformedFrameException(
                    "a piece of " + length + " bytes at " + at + " of " + whole + " does not follow " + partialFilled);
        }
        in.get(target, at, length);
        partialFilled += length;
        return target;
    }

    private static void skip(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + length);
    }
}
