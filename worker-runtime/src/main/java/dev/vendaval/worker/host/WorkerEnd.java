package dev.vendaval.worker.host;

import dev.vendaval.worker.link.FencedException;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ended.
 *
 * @param reason in a sentence
 * @param cause null if it was stopped in order
 */
public record WorkerEnd(String reason, @Nullable Throwable cause) {
    public boolean isOrderly() {
        return cause == null;
    }

    /** Whether another life has its place, perhaps already: nothing more is to be done here, but to clean up. */
    boolean isFenced() {
        return cause instanceof FencedException;
    }
}
