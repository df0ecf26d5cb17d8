package dev.vendaval.supervisor.slot;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a slot is meant to run. A worker serves exactly one target for its whole life; anything that
 * may change while it lives (assignment version, status) is not part of it.
 *
 * @param workerIndex number of the worker in the assignment
 * @param lease of the slot, from the assignment
 * @param artifact content hash of the user's jar, or null if the classes are in this JVM
 * @param stopTimeout how long a worker that was told to stop may take
 */
public record SlotTarget(
        String topologyId,
        int workerIndex,
        long lease,
        @Nullable String artifact,
        Duration stopTimeout) {
    /** Whether the same worker serves both: how long it may take to stop is nothing to it. */
    boolean isSameWorkAs(@Nullable SlotTarget other) {
        return other != null
                && topologyId.equals(other.topologyId)
                && workerIndex == other.workerIndex
                && lease == other.lease
                && Objects.equals(artifact, other.artifact);
    }
}
