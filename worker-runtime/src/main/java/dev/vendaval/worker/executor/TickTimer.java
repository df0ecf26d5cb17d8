package dev.vendaval.worker.executor;

import dev.vendaval.api.Fields;
import dev.vendaval.api.Streams;
import dev.vendaval.api.Values;
import dev.vendaval.worker.tuple.RuntimeTuple;
import dev.vendaval.worker.tuple.TupleSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of one executor. A tick that is due is executed at once, at the round edge, so none is ever pending; those
 * missed while a call took long are not made up for.
 */
final class TickTimer {
    private static final TupleSource SOURCE =
            new TupleSource(Streams.SYSTEM_COMPONENT, Streams.SYSTEM_TASK, Streams.TICK, new Fields("interval_ms"));

    private final long intervalNanos;
    private final List<Object> values;
    private long due;

    /**
     * @param interval between ticks, or null for none
     * @param now the first tick is one interval later
     */
    TickTimer(@Nullable Duration interval, long now) {
        this.intervalNanos = interval == null ? 0 : interval.toNanos();
        this.values = interval == null ? List.of() : List.copyOf(new Values(interval.toMillis()));
        this.due = now + intervalNanos;
    }

    /** Whether this is the time between its ticks; null for none. */
    boolean isEvery(@Nullable Duration interval) {
        return intervalNanos == (interval == null ? 0 : interval.toNanos());
    }

    /** Whether a tick is due; if so, the next one is due an interval later. */
    boolean isDue(long now) {
        if (intervalNanos == 0 || now - due < 0) {
            return false;
        }
        due += intervalNanos * ((now - due) / intervalNanos + 1);
        return true;
    }

    /** A tick for a task: it belongs to no tree. */
    RuntimeTuple tick(int task) {
        return new RuntimeTuple(SOURCE, values, task, 0, 0);
    }

    long nanosLeft(long now) {
        return intervalNanos == 0 ? Long.MAX_VALUE : Math.max(0, due - now);
    }
}
