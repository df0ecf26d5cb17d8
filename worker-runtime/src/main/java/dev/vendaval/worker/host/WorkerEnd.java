package dev.vendaval.worker.host;

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
}
