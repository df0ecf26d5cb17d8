package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.DataSection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes data frames: as many whole sections as wait and fit into {@link #CHUNK} bytes, or one piece of
 * a section that is larger than that. So a frame is as large as what has gathered since the last one,
 * and never much over {@link #CHUNK}.
 *
 * <pre>
 * frame:    u8 kind 1 | i64 sequence | i32 count of sections | sections
 * section:  i32 receiving executor (its first task)
 *           i32 sending task
 *           i32 stream            index in the topology's plan
 *           u8  kind              0 tuples, others markers
 *           u8  flags             1: a piece of a section; 2: a column of timestamps (not used yet)
 *           i64 epoch             of a marker
 *           i32 count             tuples
 *           i32 untracked         how many of them have no root
 *           i32 length            bytes that follow here
 *           [i32 whole length, i32 offset of this piece]     if flag 1
 *           [i64 x count]                                    if flag 2
 *           bytes
 * </pre>
 *
 * A frame without sections takes the place of one that the receiver could not take.
 *
 * <p>The queue is bounded by credits: sections are added by those who saw credit, or on feedback edges,
 * which their cycle's memory budget bounds. Added to by any thread; framed by the lane's drainer.
 */
final class DataFramer implements Framer {
    /** Frames are filled up to this (FACTS: 32 KiB and more under load; 256 KiB keeps memory and delay small). */
    static final int CHUNK = 256 * 1024;

    static final int FRAME_HEADER = 1 + 8 + 4;
    static final int SECTION_HEADER = 4 + 4 + 4 + 1 + 1 + 8 + 4 + 4 + 4;
    static final int PIECE_HEADER = 4 + 4;
    static final byte FLAG_PIECE = 1;
    static final byte FLAG_TIMESTAMPS = 2;

    private final Queue<DataSection> waiting = new ConcurrentLinkedQueue<>();
    private final List<DataSection> gathered = new ArrayList<>();
    private @Nullable DataSection pieced;
    private int piecedUpTo;
    private @Nullable DataSection lastPieced;

    /** Tuples in the queue, for each receiving executor. */
    private final Map<Integer, AtomicLong> waitingTuples = new ConcurrentHashMap<>();

    void add(DataSection section) {
        count(section, section.count);
        waiting.add(section);
    }

    private void count(DataSection section, int tuples) {
        waitingTuples
                .computeIfAbsent(section.receiverExecutor, added -> new AtomicLong())
                .addAndGet(tuples);
    }

    /** How many tuples for an executor are in the queue; any thread. */
    long waitingFor(int executor) {
        AtomicLong tuples = waitingTuples.get(executor);
        return tuples == null ? 0 : tuples.get();
    }

    @Override
    public byte @Nullable [] next(long sequence) {
        lastPieced = null;
        if (pieced != null) {
            return piece(sequence, pieced);
        }
        int size = gather();
        if (!gathered.isEmpty()) {
            byte[] frame = whole(sequence, size);
            gathered.clear();
            return frame;
        }
        DataSection large = waiting.poll();
        if (large == null) {
            return null;
        }
        count(large, -large.count);
        pieced = large;
        piecedUpTo = 0;
        return piece(sequence, large);
    }

    /** The section that the last frame was a piece of; also once that was the last one. */
    @Override
    public @Nullable DataSection pieced() {
        return lastPieced;
    }

    /** Gives all that waits to {@code action}, for ever: nothing is framed any more. */
    void leaveTo(Consumer<DataSection> action) {
        DataSection section = waiting.poll();
        while (section != null) {
            count(section, -section.count);
            action.accept(section);
            section = waiting.poll();
        }
    }

    @Override
    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes what fits into one frame; returns the frame's size. */
    private int gather() {
        int size = FRAME_HEADER;
        DataSection section = waiting.peek();
        while (section != null && size + SECTION_HEADER + section.length <= CHUNK) {
            gathered.add(section);
            size += SECTION_HEADER + section.length;
            waiting.remove();
            count(section, -section.count);
            section = waiting.peek();
        }
        return size;
    }

    private byte[] whole(long sequence, int size) {
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put(FrameKind.DATA).putLong(sequence).putInt(gathered.size());
        for (DataSection section : gathered) {
            header(out, section, (byte) 0, section.length);
            out.put(section.bytes, section.offset, section.length);
        }
        return out.array();
    }

    private byte[] piece(long sequence, DataSection section) {
        int length = Math.min(CHUNK, section.length - piecedUpTo);
        ByteBuffer out = ByteBuffer.allocate(FRAME_HEADER + SECTION_HEADER + PIECE_HEADER + length);
        out.put(FrameKind.DATA).putLong(sequence).putInt(1);
        header(out, section, FLAG_PIECE, length);
        out.putInt(section.length).putInt(piecedUpTo);
        out.put(section.bytes, section.offset + piecedUpTo, length);
        piecedUpTo += length;
        lastPieced = section;
        if (piecedUpTo == section.length) {
            pieced = null;
        }
        return out.array();
    }

    private static void header(ByteBuffer out, DataSection section, byte flags, int length) {
        out.putInt(section.receiverExecutor).putInt(section.senderTask).putInt(section.stream);
        out.put(section.kind).put(flags).putLong(section.epoch);
        out.putInt(section.count).putInt(section.untracked).putInt(length);
    }
}
