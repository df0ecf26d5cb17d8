package dev.vendaval.nimbus;

import dev.vendaval.nimbus.leadership.NimbusClock;
import java.time.Clock;

/** The times of this machine; the only place in Nimbus that reads them. */
final class SystemNimbusClock implements NimbusClock {
    private final Clock clock = Clock.systemUTC();

    @Override
    public long epochMs() {
        return clock.millis();
    }

    @Override
    public long monotonicMs() {
        return System.nanoTime() / 1_000_000;
    }
}
