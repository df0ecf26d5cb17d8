package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.fencing.Death;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes control frames of what waits.
 *
 * <pre>
 * frame:    u8 kind 2 | i64 sequence | i32 count of sections | i32 i64 i64 sender's incarnation | sections
 * section:  u8 kind      code of {@link ControlSection.Kind}, or 64: OPEN, "I want to send to this executor"
 *           i32 receiving executor (its first task)
 *           i32 death number    deaths the sender had learnt of; of a DEATH: which number it has there
 *           i32 length | i64 x length
 * </pre>
 *
 * What waits is kept when a connection breaks (the numbers stay true), up to {@link #WAITING_LIMIT};
 * beyond it sections are dropped and counted, and their trees time out. Added to by any thread, framed
 * by the lane's drainer.
 */
final class ControlFramer implements Framer {
    private static final Logger log = LoggerFactory.getLogger(ControlFramer.class);

    static final byte OPEN = 64;
    static final int FRAME_HEADER = DataFramer.FRAME_HEADER + 4 + 8 + 8;
    static final int SECTION_HEADER = 1 + 4 + 4 + 4;

    /** Numbers (of 8 bytes) that may wait for a connection: 2 million, 16 MiB. */
    static final long WAITING_LIMIT = 2L << 20;

    /** A section or frame holds at most this many numbers; a multiple of 6, so that pairs and triples stay whole. */
    static final int FRAME_LONGS = DataFramer.CHUNK / Long.BYTES / 6 * 6;

    private final Incarnation sender;
    private final Queue<ControlSection> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> opens = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingLongs = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final List<ControlSection> gathered = new ArrayList<>();

    ControlFramer(Incarnation sender) {
        this.sender = sender;
    }

    void add(ControlSection section) {
        if (waitingLongs.addAndGet(section.length) > WAITING_LIMIT) {
            waitingLongs.addAndGet(-section.length);
            if (dropped.getAndIncrement() == 0) {
                log.warn(
                        "acks and fails wait for a connection beyond the limit; further ones are dropped and time out");
            }
            return;
        }
        if (section.length <= FRAME_LONGS) {
            waiting.add(section);
        } else {
            addInParts(section);
        }
    }

    private void addInParts(ControlSection section) {
        for (int from = 0; from < section.length; from += FRAME_LONGS) {
            int to = Math.min(section.length, from + FRAME_LONGS);
            waiting.add(new ControlSection(
                    section.kind,
                    section.receiverExecutor,
                    Arrays.copyOfRange(section.data, from, to),
                    to - from,
                    section.deathNumber));
        }
    }

    void open(int executor) {
        opens.add(executor);
    }

    long dropped() {
        return dropped.get();
    }

    @Override
    public byte @Nullable [] next(long sequence) {
        List<Integer> opening = takeOpens();
        int longs = gather();
        int count = opening.size() + gathered.size();
        if (count == 0) {
            return null;
        }
        byte[] frame = frame(sequence, opening, gathered, longs);
        gathered.clear();
        return frame;
    }

    private byte[] frame(long sequence, List<Integer> opening, List<ControlSection> sections, int longs) {
        int count = opening.size() + sections.size();
        ByteBuffer out = ByteBuffer.allocate(FRAME_HEADER + count * SECTION_HEADER + longs * Long.BYTES);
        out.put(FrameKind.CONTROL).putLong(sequence).putInt(count);
        Greeting.putIncarnation(out, sender);
        for (int executor : opening) {
            out.put(OPEN).putInt(executor).putInt(0).putInt(0);
        }
        for (ControlSection section : sections) {
            out.put(section.kind.code()).putInt(section.receiverExecutor).putInt(section.deathNumber);
            out.putInt(section.length);
            for (int i = 0; i < section.length; i++) {
                out.putLong(section.data[i]);
            }
        }
        return out.array();
    }

    /** Fails of all trees that a frame of this worker's tells of. */
    List<ControlSection> fails(byte[] frame) {
        List<ControlSection> fails = new ArrayList<>();
        ControlFrameReader.read(frame, sender, new ControlFrameReader.Listener() {
            @Override
            public void opened(int executor) {}

            @Override
            public void section(ControlSection section) {
                failOf(section).ifPresent(fails::add);
            }
        });
        return fails;
    }

    /** What fails the trees that a section tells of, if it tells of any. */
    static Optional<ControlSection> failOf(ControlSection section) {
        long[] roots = section.roots();
        return roots.length == 0
                ? Optional.empty()
                : Optional.of(new ControlSection(
                        ControlSection.Kind.FAIL, section.receiverExecutor, roots, roots.length, section.deathNumber));
    }

    /** Gives all that waits to {@code action}, for ever: nothing is framed any more. */
    void leaveTo(Consumer<ControlSection> action) {
        ControlSection section = waiting.poll();
        while (section != null) {
            waitingLongs.addAndGet(-section.length);
            action.accept(section);
            section = waiting.poll();
        }
    }

    /** Tells of a death, before anything that carries its number. */
    void death(Death death) {
        tell(ControlSection.Kind.DEATH, death.incarnation(), death.number());
    }

    /** This worker follows a change of the plan. */
    void epoch(long version) {
        long[] data = {version};
        waitingLongs.addAndGet(data.length);
        waiting.add(new ControlSection(ControlSection.Kind.EPOCH, 0, data, data.length, 0));
    }

    /** This worker is empty and will end: that is no death. */
    void left() {
        tell(ControlSection.Kind.LEFT, sender, 0);
    }

    private void tell(ControlSection.Kind kind, Incarnation incarnation, int number) {
        long[] data = {incarnation.workerIndex(), incarnation.lease(), incarnation.launchCount()};
        waitingLongs.addAndGet(data.length);
        waiting.add(new ControlSection(kind, 0, data, data.length, number));
    }

    @Override
    public boolean isEmpty() {
        return waiting.isEmpty() && opens.isEmpty();
    }

    private List<Integer> takeOpens() {
        Integer executor = opens.poll();
        if (executor == null) {
            return List.of();
        }
        List<Integer> taken = new ArrayList<>();
        while (executor != null) {
            taken.add(executor);
            executor = opens.poll();
        }
        return taken;
    }

    private int gather() {
        int longs = 0;
        ControlSection section = waiting.peek();
        while (section != null && (gathered.isEmpty() || longs + section.length <= FRAME_LONGS)) {
            gathered.add(section);
            longs += section.length;
            waiting.remove();
            section = waiting.peek();
        }
        waitingLongs.addAndGet(-longs);
        return longs;
    }
}
