package dev.vendaval.worker.executor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that goes on by 1 us with each reading, so that rounds end, and otherwise only as told. */
final class FakeClock implements LongSupplier {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    @Override
    public long getAsLong() {
        return nanos.addAndGet(1_000);
    }

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }
}
