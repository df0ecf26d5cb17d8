package dev.vendaval.worker.executor;

import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.Tuple;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the ticks it gets and keeps the longest time between two: what its executor was held up for. */
final class Pulse implements ScriptedBolt.Script {
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();

    @Override
    public void execute(Tuple input, OutputCollector collector) {
        long now = System.nanoTime();
        if (ticks.get() > 0) {
            longest.accumulateAndGet(now - last.get(), Math::max);
        }
        last.set(now);
        ticks.incrementAndGet();
    }

    long ticks() {
        return ticks.get();
    }

    /** Forgets the gaps so far; one that lasts counts from its begin. */
    void forget() {
        longest.set(0);
    }

    Duration longestGap() {
        return Duration.ofNanos(longest.get());
    }
}
