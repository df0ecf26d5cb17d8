package dev.vendaval.protocol.frame;

import java.util.function.LongSupplier;

/** By when something is to be done. Not thread-safe: guarded by whoever has it. */
final class Deadline {
    private final LongSupplier nanoTime;
    private boolean limited;
    private long at;

    /** There is none yet. */
    Deadline(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** From now on there is so much time; 0: no limit. */
    void begin(long nanos) {
        limited = nanos > 0;
        if (limited) {
            at = nanoTime.getAsLong() + nanos;
        }
    }

    long now() {
        return nanoTime.getAsLong();
    }

    boolean isOver(long now) {
        return limited && now - at >= 0;
    }
}
