package dev.vendaval.nimbus.leadership;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until it is told to go. */
final class FakeClock implements NimbusClock {
    private final AtomicLong nowMs = new AtomicLong(1_000_000);

    void advance(long millis) {
        nowMs.addAndGet(millis);
    }

    @Override
    public long epochMs() {
        return 1_700_000_000_000L + nowMs.get();
    }

    @Override
    public long monotonicMs() {
        return nowMs.get();
    }
}
