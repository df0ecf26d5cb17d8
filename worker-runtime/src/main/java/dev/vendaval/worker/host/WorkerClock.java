package dev.vendaval.worker.host;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two kinds of time.
 *
 * @param nanoTime never goes back; for waits and limits
 * @param wall for dates that people and other hosts see
 */
public record WorkerClock(LongSupplier nanoTime, InstantSource wall) {
    /** The time of this machine. */
    public static WorkerClock system() {
        return new WorkerClock(System::nanoTime, InstantSource.system());
    }

    long nanos() {
        return nanoTime.getAsLong();
    }
}
