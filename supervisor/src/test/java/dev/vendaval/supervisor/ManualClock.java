package dev.vendaval.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when told. Thread-safe. */
final class ManualClock {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    SupervisorClock clock() {
        return new SupervisorClock(nanos::get, () -> Instant.ofEpochSecond(0, nanos.get()));
    }
}
