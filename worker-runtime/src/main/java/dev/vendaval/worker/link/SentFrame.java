package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.DataSection;
import org.jspecify.annotations.Nullable;

/** A frame that is kept until it is acknowledged; its bytes are not changed after it was made. */
final class SentFrame {
    private final long sequence;
    private final byte[] bytes;
    private final @Nullable DataSection pieced;

    /** @param pieced the section that it holds a piece of, or null if it holds whole ones */
    SentFrame(long sequence, byte[] bytes, @Nullable DataSection pieced) {
        this.sequence = sequence;
        this.bytes = bytes;
        this.pieced = pieced;
    }

    long sequence() {
        return sequence;
    }

    byte[] bytes() {
        return bytes;
    }

    @Nullable
    DataSection pieced() {
        return pieced;
    }
}
