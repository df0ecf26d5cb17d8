package dev.vendaval.protocol.zookeeper;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.curator.RetryPolicy;
import org.apache.curator.RetrySleeper;

/**
 * How long calls try on: as the policy given says, and hardly any longer once this process is about to end, since whoever
 * ends it waits for each of its threads. Thread-safe.
 */
final class Patience implements RetryPolicy {
    /** For an ensemble whose servers are just changing over; what is then left behind goes with the session. */
    private static final Duration AFTER_THE_END_IS_KNOWN = Duration.ofSeconds(1);

    private final RetryPolicy usual;
    private final LongSupplier nanoTime;
    private volatile boolean ending;
    private volatile long endsNanos;

    Patience(RetryPolicy usual, LongSupplier nanoTime) {
        this.usual = usual;
        this.nanoTime = nanoTime;
    }

    /** The process is about to end. */
    void end() {
        if (!ending) {
            endsNanos = nanoTime.getAsLong() + AFTER_THE_END_IS_KNOWN.toNanos();
            ending = true;
        }
    }

    /** Whether nothing is waited for any more. */
    boolean isOver() {
        return ending && nanoTime.getAsLong() - endsNanos > 0;
    }

    @Override
    public boolean allowRetry(int retryCount, long elapsedTimeMs, RetrySleeper sleeper) {
        return !isOver() && usual.allowRetry(retryCount, elapsedTimeMs, sleeper);
    }

    @Override
    public boolean allowRetry(Throwable exception) {
        return !isOver() && usual.allowRetry(exception);
    }
}
