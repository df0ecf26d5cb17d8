package dev.vendaval.worker.tracking;

import org.jspecify.annotations.Nullable;

/**
 * What became of one tree; a view that {@link Tracker#pollOutcome} moves on again and again, so that no reference is
 * stored for each of them. It lets go of the message id when it moves on.
 */
public final class Outcome {
    /** The three ends of a tree. */
    public enum Kind {
        /** Every tuple of the tree was acked. */
        ACKED(0),
        /** A tuple of the tree was failed, or the topology ended. */
        FAILED(1),
        /** The tree made no progress for the message time-out, or reached the maximal age. */
        TIMED_OUT(2);

        private static final Kind[] BY_CODE = values();
        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        byte code() {
            return code;
        }

        static Kind ofCode(byte code) {
            return BY_CODE[code];
        }
    }

    private OutcomeQueue.@Nullable Block block;
    private int index;
    private byte kind;
    private long emitNanos;

    void set(OutcomeQueue.Block next, int nextIndex) {
        OutcomeQueue.Block present = block;
        if (present != null) {
            present.messageIds[index] = null;
        }
        if (present != next) {
            block = next;
        }
        index = nextIndex;
        kind = next.kinds[nextIndex];
        emitNanos = next.emitNanos[nextIndex];
    }

    public Kind kind() {
        return Kind.ofCode(kind);
    }

    /** The id that the spout gave. */
    public Object messageId() {
        Object messageId = block == null ? null : block.messageIds[index];
        if (messageId == null) {
            throw new IllegalStateException("no outcome polled yet");
        }
        return messageId;
    }

    /** The time of the emit, as given to {@link Tracker#begin}. */
    public long emitNanos() {
        return emitNanos;
    }
}
