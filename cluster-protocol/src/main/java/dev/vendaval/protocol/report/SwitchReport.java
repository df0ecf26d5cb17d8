package dev.vendaval.protocol.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a worker is with a change of its topology's assignment.
 *
 * @param preparedVersion the newest assignment that it is ready for; 0 for none beyond those it has adopted
 * @param preparationError why the assignment it was asked to prepare cannot be, null if nothing is known against it
 * @param failedVersion the assignment that {@code preparationError} is about, 0 for none
 * @param settledVersion the newest adopted assignment of which nothing is held, drained or handed over here any more
 * @param moves what it took over in the newest switch
 * @param failedTrees trees that failed because of the newest switch
 * @param awaited what it is not settled for, a sentence for each executor; empty if it is, or if nobody looked
 */
public record SwitchReport(
        long preparedVersion,
        @Nullable String preparationError,
        long failedVersion,
        long settledVersion,
        List<TaskMove> moves,
        long failedTrees,
        List<String> awaited) {
    /** Of a worker that has taken part in no change. */
    public static final SwitchReport NONE = new SwitchReport(0, null, 0, 0, List.of(), 0, List.of());

    /** The same, whatever is awaited. */
    public SwitchReport withoutAwaited() {
        return new SwitchReport(
                preparedVersion, preparationError, failedVersion, settledVersion, moves, failedTrees, List.of());
    }

    public SwitchReport {
        moves = List.copyOf(moves);
        awaited = List.copyOf(awaited);
    }
}
