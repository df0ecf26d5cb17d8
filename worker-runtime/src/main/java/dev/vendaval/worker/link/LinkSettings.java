package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;

/**
 * What a worker's links need to know of it and its topology.
 *
 * @param incarnation this worker's
 * @param secret known to the topology's workers only; proves that a peer is one of them
 * @param schemaHash of everything that frames refer to by number: streams, tasks, executors; the
 *     same in every worker of the topology
 * @param tupleMaxBytes the largest encoded tuple
 */
public record LinkSettings(
        String topologyId, Incarnation incarnation, String secret, long schemaHash, long tupleMaxBytes) {
    /** What a section may hold beside one tuple of the largest size. */
    private static final long SECTION_SLACK = 4L << 20;

    int sectionMaxBytes() {
        return (int) Math.min(Integer.MAX_VALUE - 64, tupleMaxBytes + SECTION_SLACK);
    }

    @Override
    public String toString() {
        return "links of " + topologyId + " worker " + incarnation;
    }
}
