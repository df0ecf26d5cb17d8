package dev.vendaval.protocol.report;

import java.util.List;

/**
 * What a rebalance is about to change, changes or has changed.
 *
 * @param topology its name
 * @param topologyId its id
 * @param phase while it RUNS how far it is, a sentence; with ROLLED_BACK why; empty otherwise
 * @param fromVersion of the assignment before
 * @param toVersion of the next assignment; that of the one before if nothing changes
 * @param durationMs since it began, or that it took
 * @param longestPauseNanos the longest that any task took no tuples because of it
 * @param failedTrees tuple trees that failed because of it
 * @param config what becomes of the configuration, a sentence for each key
 * @param moved tasks whose worker changes, or that pause where they are: to be re-created, or because keys of theirs go
 *     to new tasks
 * @param added executors that are new
 * @param removed executors that are no more
 * @param warnings sentences for whoever asked
 */
public record RebalanceReport(
        String topology,
        String topologyId,
        RebalanceStatus status,
        String phase,
        long fromVersion,
        long toVersion,
        long durationMs,
        long longestPauseNanos,
        long failedTrees,
        List<String> config,
        List<Move> moved,
        List<Placed> added,
        List<Placed> removed,
        List<String> warnings) {
    public RebalanceReport {
        config = List.copyOf(config);
        moved = List.copyOf(moved);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        warnings = List.copyOf(warnings);
    }

    /** A worker's slot. */
    public record Place(String supervisor, String host, int port) {}

    /**
     * Tasks of a component that change their worker, or pause where they are if both places are the same, and how long
     * the longest of their pauses was.
     */
    public record Move(String component, List<Integer> tasks, Place from, Place to, long pauseNanos, String reason) {
        public Move {
            tasks = List.copyOf(tasks);
        }
    }

    /** An executor and its place. */
    public record Placed(String component, List<Integer> tasks, Place place) {
        public Placed {
            tasks = List.copyOf(tasks);
        }
    }
}
