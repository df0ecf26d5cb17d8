package dev.vendaval.supervisor.slot;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long the parts of one slot's present start have taken, told once when it is over. Owned by whoever owns the slot.
 */
public final class StartTimes {
    private final Map<SlotState, Long> enteredAt = new EnumMap<>(SlotState.class);
    private @Nullable SlotState last;
    private boolean told;

    /** The slot has gone from one state to another. */
    public void moved(SlotState from, SlotState to, long nowNanos) {
        if (from == to) {
            return;
        }
        boolean begins = to == SlotState.FETCHING || (to == SlotState.LAUNCHING && from != SlotState.FETCHING);
        if (begins) {
            enteredAt.clear();
            told = false;
        }
        enteredAt.put(to, nowNanos);
        last = to;
    }

    /** All that the worker runs is ready: the sentence about its start, at the first call after it. */
    public Optional<String> ready(long nowNanos) {
        Long launched = enteredAt.get(SlotState.LAUNCHING);
        Long connected = enteredAt.get(SlotState.RUNNING);
        if (told || last != SlotState.RUNNING || launched == null || connected == null) {
            return Optional.empty();
        }
        told = true;
        long begun = enteredAt.getOrDefault(SlotState.FETCHING, launched);
        return Optional.of("ready after " + millis(begun, nowNanos) + " ms: artifact " + millis(begun, launched)
                + ", launch to hello " + millis(launched, connected) + ", hello to ready "
                + millis(connected, nowNanos));
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }
}
