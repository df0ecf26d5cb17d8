package dev.vendaval.worker.tracking;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of one tree; a holder that {@link Tracker#pollOutcome} fills again and again. */
public final class Outcome {
    /** The three ends of a tree. */
    public enum Kind {
        /** Every tuple of the tree was acked. */
        ACKED,
        /** A tuple of the tree was failed, or the topology ended. */
        FAILED,
        /** The tree made no progress for the message time-out, or reached the maximal age. */
        TIMED_OUT
    }

    private Kind kind = Kind.FAILED;
    private @Nullable Object messageId;
    private long emitNanos;

    void set(Kind kind, Object messageId, long emitNanos) {
        this.kind = kind;
        this.messageId = messageId;
        this.emitNanos = emitNanos;
    }

    public Kind kind() {
        return kind;
    }

    /** The id that the spout gave. */
    public Object messageId() {
        return Objects.requireNonNull(messageId, "no outcome polled yet");
    }

    /** The time of the emit, as given to {@link Tracker#begin}. */
    public long emitNanos() {
        return emitNanos;
    }
}
