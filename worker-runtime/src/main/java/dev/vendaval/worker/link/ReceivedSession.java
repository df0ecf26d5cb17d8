package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a sender's session has got, over all its connections: what its next connection goes on from. Each lane is fed by
 * one thread at a time, under the peer's lock for that lane; its numbers are read by any.
 *
 * <p>A frame is taken whole or, if something goes wrong with it, stays the next one: what of it has been handed on is not
 * handed on again when it comes once more.
 */
final class ReceivedSession {
    /** A frame that broke the connection so often is not sent again. */
    static final int MOST_BREAKS = 2;

    private final Incarnation sender;
    private final long id;
    private final LaneState data = new LaneState();
    private final LaneState control = new LaneState();
    private final DataFrameReader reader;
    private volatile long untracked;

    /** The sections of a data frame that was read and not handed on whole. */
    private @Nullable List<DataSection> half;

    /** Added to under the peer's lock for data, read by any thread. */
    private final Map<Integer, InboundCredit> credits = new ConcurrentHashMap<>();

    ReceivedSession(Incarnation sender, long id, int sectionMaxBytes) {
        this.sender = sender;
        this.id = id;
        this.reader = new DataFrameReader(sectionMaxBytes);
    }

    /** What has come on one lane. */
    private static final class LaneState {
        final SequenceGate gate = new SequenceGate();

        /** Sections of the next frame that were handed on before something went wrong with it. */
        int handedOn;

        /** How often the next frame has broken the connection. */
        volatile int breaks;

        void taken(long sequence) {
            handedOn = 0;
            breaks = 0;
            gate.taken(sequence);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // under the lane's lock
        void broke() {
            breaks++;
        }
    }

    /** Whether a hello wants to go on with this. */
    boolean isOf(Hello hello) {
        return sender.equals(hello.sender()) && id == hello.session();
    }

    Map<Integer, InboundCredit> credits() {
        return credits;
    }

    /** The last frame of a lane that was taken. */
    long received(Lane lane) {
        return state(lane).gate.received();
    }

    /** How often the frame after that has broken the connection. */
    int breaks(Lane lane) {
        return state(lane).breaks;
    }

    /** Untracked tuples that were handed on. */
    long untrackedReceived() {
        return untracked;
    }

    private LaneState state(Lane lane) {
        return lane == Lane.DATA ? data : control;
    }

    /** Whether a frame of a lane is the next one; a repeat is not, a gap is an error. */
    boolean isNext(Lane lane, long sequence) {
        SequenceGate gate = state(lane).gate;
        return switch (gate.check(sequence)) {
            case TAKE -> true;
            case DROP_REPEAT -> false;
            case RESET_GAP ->
                throw new MalformedFrameException(
                        "a gap in the " + lane + " lane: frame " + sequence + " after " + gate.received());
        };
    }

    /** Takes the next data frame. */
    void takeData(long sequence, byte[] frame, Consumer<DataSection> handOn) {
        try {
            List<DataSection> sections = sections(frame);
            while (data.handedOn < sections.size()) {
                DataSection section = sections.get(data.handedOn);
                handOn.accept(section);
                data.handedOn++;
                addUntracked(section.untracked);
            }
            half = null;
        } catch (RuntimeException e) {
            data.broke();
            throw e;
        }
        data.taken(sequence);
    }

    /** Kept when they cannot be handed on, since the frame can be read only once: it may end a section begun before. */
    private List<DataSection> sections(byte[] frame) {
        List<DataSection> begun = half;
        if (begun == null) {
            begun = reader.read(frame);
            half = begun;
        }
        return begun;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lane's lock
    private void addUntracked(int count) {
        untracked += count;
    }

    /** Takes the next control frame. */
    void takeControl(long sequence, byte[] frame, ControlFrameReader.Listener listener) {
        try {
            Resuming resuming = new Resuming(listener, control.handedOn);
            try {
                ControlFrameReader.read(frame, sender, resuming);
            } finally {
                control.handedOn = Math.max(control.handedOn, resuming.handedOn);
            }
        } catch (RuntimeException e) {
            control.broke();
            throw e;
        }
        control.taken(sequence);
    }

    /** Passes over what was handed on before. */
    private static final class Resuming implements ControlFrameReader.Listener {
        private final ControlFrameReader.Listener next;
        private final int skipped;
        private int seen;
        int handedOn;

        Resuming(ControlFrameReader.Listener next, int skipped) {
            this.next = next;
            this.skipped = skipped;
        }

        @Override
        public void opened(int executor) {
            next.opened(executor); // as often as one likes
        }

        @Override
        public void section(ControlSection section) {
            if (seen++ >= skipped) {
                next.section(section);
            }
            handedOn = seen;
        }
    }
}
