package dev.vendaval.supervisor;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two kinds of time.
 *
 * @param nanoTime never goes back; for waits and limits
 * @param wall for dates that people and other hosts see
 */
public record SupervisorClock(LongSupplier nanoTime, InstantSource wall) {
    /** The time of this machine. */
    public static SupervisorClock system() {
        return new SupervisorClock(System::nanoTime, InstantSource.system());
    }
}
