package dev.vendaval.worker.executor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that goes on a little with each reading, so that rounds end, and otherwise only as told. */
final class FakeClock implements LongSupplier {
    long stepNanos = 1_000;
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    @Override
    public long getAsLong() {
        return nanos.addAndGet(stepNanos);
    }

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }
}
