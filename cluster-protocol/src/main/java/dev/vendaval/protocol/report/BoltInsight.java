package dev.vendaval.protocol.report;

import java.util.List;

/**
 * What a bolt task holds.
 *
 * @param unackedTuples tracked tuples that execute has returned from without ack or fail
 * @param oldestRoots of the trees among those: the oldest of each spout task
 */
public record BoltInsight(int task, TaskPhase phase, long unackedTuples, List<Long> oldestRoots) {
    public BoltInsight {
        oldestRoots = List.copyOf(oldestRoots);
    }
}
