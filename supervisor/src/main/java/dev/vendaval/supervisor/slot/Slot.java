package dev.vendaval.supervisor.slot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * All that the slot machine knows of one slot; immutable.
 *
 * @param port the slot's name on this host
 * @param target what the slot is busy with; null in EMPTY only
 * @param wanted what the assignments say it should run, or null; differs from {@code target} only
 *     while the old worker goes
 * @param launch launch count of the present or last worker of {@code target}, 0 before the first
 * @param launchedAtNanos when that worker was launched
 * @param deadlineNanos when a Tick has something to do; without meaning in EMPTY and FETCHING
 * @param failures in a row: deaths of workers that were not steady, failed launches, failed fetches
 * @param notice a sentence for the user while something is wrong, or null
 */
public record Slot(
        int port,
        SlotState state,
        @Nullable SlotTarget target,
        @Nullable SlotTarget wanted,
        long launch,
        long launchedAtNanos,
        long deadlineNanos,
        int failures,
        @Nullable String notice) {
    /** A slot in which nothing runs. */
    public static Slot empty(int port) {
        return new Slot(port, SlotState.EMPTY, null, null, 0, 0, 0, 0, null);
    }

    /** What the slot is busy with. */
    public SlotTarget busyWith() {
        if (target == null) {
            throw new IllegalStateException("slot " + port + " is " + state + " and has no target");
        }
        return target;
    }

    boolean wantsOther() {
        return target == null || !target.isSameWorkAs(wanted);
    }

    boolean isDue(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    Slot wanting(@Nullable SlotTarget newlyWanted) {
        return new Slot(port, state, target, newlyWanted, launch, launchedAtNanos, deadlineNanos, failures, notice);
    }

    /** Starts over with what is wanted, which is not null. */
    Slot takenByWanted() {
        return new Slot(port, state, wanted, wanted, 0, 0, 0, 0, null);
    }

    /** What is wanted is what its worker serves, told anew. */
    Slot confirmed() {
        return new Slot(port, state, wanted, wanted, launch, launchedAtNanos, deadlineNanos, failures, notice);
    }

    Slot in(SlotState newState, long nowNanos, Duration limit) {
        return new Slot(
                port, newState, target, wanted, launch, launchedAtNanos, nowNanos + limit.toNanos(), failures, notice);
    }

    Slot launched(long newLaunch, long nowNanos) {
        return new Slot(port, state, target, wanted, newLaunch, nowNanos, deadlineNanos, failures, notice);
    }

    Slot failing(int failuresInRow, @Nullable String newNotice) {
        return new Slot(port, state, target, wanted, launch, launchedAtNanos, deadlineNanos, failuresInRow, newNotice);
    }
}
